#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>

#include "command.h"
#include "failure.h"
#include "trtexec.h"

namespace ingot::tools {
namespace {

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
      return app_.remaining().empty() ? app_.exit(help) : refuse(unknown_word());
    } catch (const CLI::ParseError& error) {
      const bool is_word_unknown = chosen() == nullptr && !app_.remaining().empty();
      return refuse(is_word_unknown ? unknown_word() : error.what());
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

  std::string unknown_word() const { return "unknown word " + app_.remaining().front(); }

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

/// The program's second name is trtexec.
int run(int count, char** words) {
  const std::filesystem::path name(count > 0 ? words[0] : "");
  return name.filename() == "trtexec" ? trtexec(count, words) : Program().run(count, words);
}

/// Whether all that was printed is written: CLI11 prints by std::cout, the rest by stdout.
bool is_output_written() {
  return std::cout.flush().good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

}  // namespace
}  // namespace ingot::tools

int main(int count, char** words) {
  try {
    const int status = ingot::tools::run(count, words);
    if (ingot::tools::is_output_written() || status != 0) return status;
    std::fputs("ingot: the standard output cannot be written, part of it is lost\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "ingot: %s\n", error.what());
  }
  return ingot::tools::kFailed;
}
