#include "command.h"

#include <map>

namespace ingot::tools {
namespace {

std::map<std::string, const Command*>& registry() {
  static std::map<std::string, const Command*> commands;
  return commands;
}

}  // namespace

Command::Command(const char* command_name, const char* command_description,
                 const char* command_usage,
                 std::function<void()> (*command_set_up)(CLI::App& options))
    : name(command_name),
      description(command_description),
      usage(command_usage),
      set_up(command_set_up) {
  registry()[name] = this;
}

std::vector<const Command*> all_commands() {
  std::vector<const Command*> commands;
  for (const auto& [name, command] : registry()) commands.push_back(command);
  return commands;
}

}  // namespace ingot::tools
