#include "tests/caffe/layers/case.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <ostream>
#include <sstream>
#include <stdexcept>

namespace ingot::test {
namespace {

/// "2x3x4".
std::vector<int64_t> shape_of(const std::string& text) {
  std::vector<int64_t> shape;
  std::istringstream extents(text);
  for (std::string extent; std::getline(extents, extent, 'x');) shape.push_back(std::stoll(extent));
  return shape;
}

/// "1.5", or "9*1.5" for nine of them.
void add_values(const std::string& word, std::vector<float>& values) {
  const size_t star = word.find('*');
  const size_t count = star == std::string::npos ? 1 : std::stoul(word.substr(0, star));
  const float value = std::stof(star == std::string::npos ? word : word.substr(star + 1));
  values.insert(values.end(), count, value);
}

int64_t volume(const std::vector<int64_t>& shape) {
  return std::accumulate(shape.begin(), shape.end(), int64_t{1}, std::multiplies<>());
}

/// "NAME SHAPE = VALUES"; the shape of a scalar is "scalar".
Array array_of(std::istringstream& line) {
  Array array;
  std::string shape;
  std::string equals;
  line >> array.name >> shape >> equals;
  if (equals != "=" && equals != "~") throw std::runtime_error("expected NAME SHAPE = VALUES");
  if (shape != "scalar") array.shape = shape_of(shape);
  array.exact = equals == "=";
  for (std::string word; line >> word;) add_values(word, array.values);
  const int64_t expected = volume(array.shape);
  if (static_cast<int64_t>(array.values.size()) != expected) {
    throw std::runtime_error(std::to_string(array.values.size()) + " values for a shape of " +
                             std::to_string(expected));
  }
  return array;
}

/// An Input layer for an array that the row feeds.
std::string input_layer(const Array& array) {
  std::string text =
      "layer { name: \"" + array.name + "\" type: \"Input\" top: \"" + array.name + "\" ";
  text += "input_param { shape {";
  for (const int64_t extent : array.shape) text += " dim: " + std::to_string(extent);
  return text + " } } } ";
}

std::string rest_of(std::istringstream& line) {
  std::string rest;
  std::getline(line >> std::ws, rest);
  return rest;
}

void restrict_networks(Case& row, const std::string& kind) {
  if (kind != "implicit" && kind != "explicit") {
    throw std::runtime_error("expected implicit or explicit");
  }
  row.with_implicit_batch = kind == "implicit";
  row.with_explicit_batch = kind == "explicit";
}

/// Input layers share a line with the row's first line of prototxt, so that lines in errors are
/// those of the row.
void add_line(Case& row, const std::string& text) {
  std::istringstream line(text);
  std::string word;
  line >> word;
  if (word == "in") {
    row.inputs.push_back(array_of(line));
    row.prototxt += input_layer(row.inputs.back());
  } else if (word == "feed") {
    row.inputs.push_back(array_of(line));
  } else if (word == "blob") {
    row.blobs.push_back(array_of(line));
  } else if (word == "out") {
    row.outputs.push_back(array_of(line));
  } else if (word == "error") {
    row.errors.push_back(rest_of(line));
  } else if (word == "warning") {
    row.warnings.push_back(rest_of(line));
  } else if (word == "only") {
    restrict_networks(row, rest_of(line));
  } else {
    row.prototxt += text + "\n";
  }
}

void check(const Case& row) {
  if (row.prototxt.empty() || row.outputs.empty() == row.errors.empty()) {
    throw std::runtime_error(row.place + ": expected prototxt, and either out or error");
  }
}

std::vector<Case> read_file(const std::filesystem::path& path) {
  std::vector<Case> cases;
  std::ifstream file(path);
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    const std::string place = path.filename().string() + ":" + std::to_string(++number);
    if (line.empty() || line[0] == '#') continue;
    if (line.starts_with("case ")) {
      if (!cases.empty()) check(cases.back());
      cases.emplace_back();
      cases.back().place = place;
      cases.back().title = line.substr(5);
      continue;
    }
    if (cases.empty()) throw std::runtime_error(place + ": expected 'case TITLE' first");
    try {
      add_line(cases.back(), line);
    } catch (const std::exception& error) {
      throw std::runtime_error(place + ": " + error.what());
    }
  }
  if (!cases.empty()) check(cases.back());
  return cases;
}

}  // namespace

std::vector<Case> read_cases(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".cases") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Case> cases;
  for (const auto& path : paths) {
    std::vector<Case> more = read_file(path);
    cases.insert(cases.end(), more.begin(), more.end());
  }
  return cases;
}

void PrintTo(const Case& row, std::ostream* stream) { *stream << row.place; }

}  // namespace ingot::test
