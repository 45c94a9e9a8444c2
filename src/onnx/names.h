#pragma once

#include <set>
#include <string>

namespace ingot::onnx {

/// Names of values: every one is used once.
class Names {
 public:
  /// Keeps a name for whoever has to have it.
  void reserve(const std::string& name) { used_.insert(name); }
  /// `name`, or "name_2", "name_3" … where it is taken.
  std::string unique(const std::string& name);

 private:
  std::set<std::string> used_;
};

}  // namespace ingot::onnx
