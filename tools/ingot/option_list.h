#pragma once

#include <CLI/App.hpp>
#include <vector>

namespace ingot::tools {

/// The subcommands that help lists.
std::vector<const CLI::App*> subcommands_of(const CLI::App& program);
/// Those without dashes, or the others.
std::vector<const CLI::Option*> options_of(const CLI::App& app, bool positional);

}  // namespace ingot::tools
