#pragma once

#include <string>
#include <vector>

namespace ingot::passes {

/// A graph before and after a pass, both in text form.
struct Case {
  std::string title;
  int line = 0;  ///< of the title
  std::string before, after;
};

/// The cases of a file of this folder. Throws std::runtime_error with the line of a mistake.
std::vector<Case> read_cases(const std::string& path);

/// The names of the case files of this folder, without ".txt".
std::vector<std::string> case_files();

}  // namespace ingot::passes
