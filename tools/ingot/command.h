#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <string>
#include <vector>

#include "failure.h"

namespace ingot::tools {

/// A subcommand; made at namespace scope of its file, which registers it.
struct Command {
  const char* name;
  const char* description;
  const char* usage;  ///< what follows "ingot NAME"
  /// Defines the options; returns what is run once they are read. May throw Failure when it is.
  std::function<void()> (*set_up)(CLI::App& options);

  Command(const char* command_name, const char* command_description, const char* command_usage,
          std::function<void()> (*command_set_up)(CLI::App& options));
};

/// All subcommands, by name.
std::vector<const Command*> all_commands();

}  // namespace ingot::tools
