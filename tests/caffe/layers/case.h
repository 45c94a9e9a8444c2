#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace ingot::test {

/// Values of a named blob, as a row writes them.
struct Array {
  std::string name;
  std::vector<int64_t> shape;
  std::vector<float> values;
  bool exact = true;
};

/// One row of a *.cases file; README.md of this folder has the grammar.
struct Case {
  std::string place;  ///< "pooling.cases:12"
  std::string title;
  std::vector<Array> inputs;
  std::string prototxt;
  std::vector<Array> blobs;  ///< named after layers
  std::vector<Array> outputs;
  std::vector<std::string> errors;
  std::vector<std::string> warnings;
  bool with_implicit_batch = true;
  bool with_explicit_batch = true;

  bool is_wrong_file() const { return !errors.empty(); }
  bool has_old_layers() const { return prototxt.find("layers {") != std::string::npos; }
};

/// The cases of all files in a folder, by file name. Throws std::runtime_error with the line.
std::vector<Case> read_cases(const std::string& folder);

void PrintTo(const Case& row, std::ostream* stream);

}  // namespace ingot::test
