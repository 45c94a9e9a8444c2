#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "execution.h"

namespace ingot::tools {

/// The largest values of outputs, with their labels.
class Ranking {
 public:
  /// `labels`: a file with a label a line; empty: none. Throws Failure.
  Ranking(int count, const std::string& labels);

  /// Those of one item, the largest first: `index`, `value` and, where there are labels, `label`.
  /// Throws Failure when there are labels but not one a value.
  nlohmann::json of(const Tensor& output, std::span<const std::byte> item) const;

 private:
  int count_;
  std::string path_;
  std::vector<std::string> labels_;
};

/// A line a value.
std::string ranking_text(const nlohmann::json& ranking);

}  // namespace ingot::tools
