#include "tests/passes/cases.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace ingot::passes {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, int line, const std::string& message) {
  throw std::runtime_error(path + ":" + std::to_string(line) + ": " + message);
}

}  // namespace

std::vector<Case> read_cases(const std::string& path) {
  std::ifstream file(path);
  if (!file) fail(path, 0, "cannot open");
  std::vector<Case> cases;
  bool is_after = false;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.starts_with("== ")) {
      if (!cases.empty() && !is_after) fail(path, number, "expected ---- before the next case");
      cases.push_back({line.substr(3), number, {}, {}});
      is_after = false;
    } else if (cases.empty()) {
      if (!line.empty() && line[0] != '#') fail(path, number, "expected '== title'");
    } else if (line == "----") {
      if (is_after) fail(path, number, "expected '== title', found a second ----");
      is_after = true;
    } else if (is_after && line == "unchanged") {
      cases.back().after = cases.back().before;
    } else {
      (is_after ? cases.back().after : cases.back().before) += line + "\n";
    }
  }
  if (cases.empty() || !is_after) fail(path, number, "expected a whole case");
  return cases;
}

std::vector<std::string> case_files() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(INGOT_SOURCE_DIR "/tests/passes")) {
    if (entry.path().extension() == ".txt" && entry.path().stem() != "CMakeLists") {
      names.push_back(entry.path().stem().string());
    }
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace ingot::passes
