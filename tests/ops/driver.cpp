#include <ingot/device.h>

#include <algorithm>
#include <iostream>
#include <map>

#include "backend/cpu/kernels/simd.h"
#include "base/text.h"
#include "modes.h"

namespace ingot::tests {
namespace {

constexpr std::string_view kUsage =
    "usage: ops_driver --list|--check|--repeat|--together|--with-next|--save|--time|"
    "--coverage\n"
    "                  [--row TEXT] [--tactic NAME] [--type f32|f16|bf16] [--data "
    "integers|random]\n"
    "                  [--layout FORMAT,FORMAT] [--device cpu|cuda] [--simd LEVEL]\n"
    "                  [FILE.cases...]\n";

const std::map<std::string, Mode, std::less<>>& modes() {
  static const std::map<std::string, Mode, std::less<>> modes{
      {"--list", list},         {"--check", check},         {"--repeat", repeat},
      {"--together", together}, {"--with-next", with_next}, {"--save", save},
      {"--time", time}};
  return modes;
}

constexpr int kSkipped = 77;  // what CTest knows as that

struct Command {
  std::string mode;
  std::string simd;  ///< the level that kernels of the processor are limited to; empty for none
  Filter filter;
  std::vector<Row> rows;
};

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::kInvalidArgument, str(message, "\n", kUsage));
}

std::optional<ir::DataType> type_of(const std::string& name) {
  if (name == "own") return std::nullopt;
  const auto type = ir::data_type_of(name);
  if (!type) fail(str("--type: '", name, "' is no element type"));
  return type;
}

Data data_of(const std::string& name) {
  if (name == name_of(Data::kIntegers)) return Data::kIntegers;
  if (name == name_of(Data::kRandom)) return Data::kRandom;
  fail(str("--data: expected integers or random, got '", name, "'"));
}

void set_option(Command& command, const std::string& option, const std::string& value) {
  if (option == "--row") {
    command.rows.push_back(read_row("--row", value));
  } else if (option == "--layout") {
    command.filter.layout = value;
  } else if (option == "--device") {
    command.filter.device = value;
  } else if (option == "--simd") {
    command.simd = value;
  } else if (option == "--tactic") {
    command.filter.tactic = value;
  } else if (option == "--type") {
    command.filter.type = type_of(value);
  } else if (option == "--data") {
    command.filter.data = data_of(value);
  } else {
    fail(str("there is no option ", option));
  }
}

Command command_of(std::vector<std::string> words) {
  Command command;
  for (size_t i = 0; i < words.size(); ++i) {
    if (modes().contains(words[i]) || words[i] == "--coverage") {
      command.mode = words[i];
    } else if (words[i].starts_with("--")) {
      if (i + 1 == words.size()) fail(str(words[i], " needs a value"));
      set_option(command, words[i], words[i + 1]);
      ++i;
    } else {
      for (Row& row : read_rows(words[i])) command.rows.push_back(std::move(row));
    }
  }
  if (command.mode.empty()) fail("no mode is given");
  if (command.rows.empty()) fail("no rows are given");
  return command;
}

/// False where that is no level below the best of this machine, which is said. No device may have
/// been made.
bool limit_simd(const std::string& level) {
  namespace kernels = backend::cpu::kernels;
  const std::vector<int64_t> targets = kernels::simd_targets();
  const auto target = std::ranges::find(targets, level, kernels::simd_name);
  if (target == targets.begin() || target == targets.end()) {
    std::cout << "skipped: " << level << " is no level below the best of this machine, "
              << kernels::simd_level() << std::endl;
    return false;
  }
  kernels::limit_simd(*target);
  return true;
}

int run(const Command& command) {
  if (!command.simd.empty() && !limit_simd(command.simd)) return kSkipped;
  if (devices(command.filter).empty()) {
    fail(str("--device ", command.filter.device, ": there is none here: ", whyNoGpu()));
  }
  if (command.mode == "--coverage") return coverage(command.rows, command.filter);
  Report report(command.simd.empty() ? "" : str("--simd ", command.simd, " "));
  for (const Row& row : command.rows) {
    if (!row.refusal.empty()) {
      check_refusal(row, report);
      continue;
    }
    report.guard({command.mode.substr(2), &row},
                 [&] { modes().at(command.mode)(row, command.filter, report); });
  }
  return report.finish();
}

}  // namespace
}  // namespace ingot::tests

int main(int count, char** words) {
  try {
    return ingot::tests::run(ingot::tests::command_of({words + 1, words + count}));
  } catch (const ingot::Error& error) {
    std::cerr << error.what() << std::endl;
    return 2;
  }
}
