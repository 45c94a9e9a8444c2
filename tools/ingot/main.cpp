#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>

#include "command.h"
#include "failure.h"
#include "trtexec.h"

namespace ingot::tools {
namespace {

constexpr int kFailed = 1;
constexpr int kWrongWords = 2;

std::string usage_of(const Command* command) {
  if (command == nullptr) return "usage: ingot SUBCOMMAND ... (ingot --help lists them)";
  return std::string("usage: ingot ") + command->name + " " + command->usage;
}

/// The program's words, and what each subcommand runs.
class Program {
 public:
  Program() {
    app_.require_subcommand(1);
    for (const Command* command : all_commands()) {
      CLI::App* options = app_.add_subcommand(command->name, command->description);
      entries_[options] = {command, command->set_up(*options)};
    }
  }

  int run(int count, char** words) {
    try {
      app_.parse(count, words);
    } catch (const CLI::Success& help) {
      const std::vector<std::string> unknown = app_.remaining();
      return unknown.empty() ? app_.exit(help) : refuse("unknown word " + unknown.front());
    } catch (const CLI::ParseError& error) {
      return refuse(error.what());
    }
    return run_chosen();
  }

 private:
  struct Entry {
    const Command* command = nullptr;
    std::function<void()> run;
  };

  int refuse(const std::string& why) const {
    std::fprintf(stderr, "ingot: %s\n%s\n", why.c_str(), usage_of(chosen()).c_str());
    return kWrongWords;
  }

  const Command* chosen() const {
    const auto parsed = app_.get_subcommands();
    return parsed.empty() ? nullptr : entries_.at(parsed.front()).command;
  }

  int run_chosen() {
    const Entry& entry = entries_.at(app_.get_subcommands().front());
    try {
      entry.run();
      return 0;
    } catch (const WrongWords& error) {
      return refuse(error.what());
    } catch (const std::exception& error) {
      std::fprintf(stderr, "ingot %s: %s\n", entry.command->name, error.what());
      return kFailed;
    }
  }

  CLI::App app_{"Ingot: an open inference optimiser and runtime", "ingot"};
  std::map<const CLI::App*, Entry> entries_;
};

}  // namespace
}  // namespace ingot::tools

/// The program's second name is trtexec.
int main(int count, char** words) {
  const std::filesystem::path name(count > 0 ? words[0] : "");
  if (name.filename() == "trtexec") return ingot::tools::trtexec(count, words);
  return ingot::tools::Program().run(count, words);
}
