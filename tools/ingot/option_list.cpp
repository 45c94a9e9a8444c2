#include "option_list.h"

namespace ingot::tools {

std::vector<const CLI::App*> subcommands_of(const CLI::App& program) {
  std::vector<const CLI::App*> visible;
  for (const CLI::App* app : program.get_subcommands({})) {
    if (!app->get_group().empty()) visible.push_back(app);
  }
  return visible;
}

std::vector<const CLI::Option*> options_of(const CLI::App& app, bool positional) {
  std::vector<const CLI::Option*> options = app.get_options();
  std::erase_if(options,
                [&](const CLI::Option* option) { return option->get_positional() != positional; });
  return options;
}

}  // namespace ingot::tools
