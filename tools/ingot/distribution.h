#pragma once

#include <vector>

namespace ingot::tools {

/// Measured values, of which there is at least one.
class Distribution {
 public:
  explicit Distribution(std::vector<double> values);

  double least() const { return values_.front(); }
  double greatest() const { return values_.back(); }
  double mean() const { return sum_ / static_cast<double>(values_.size()); }
  double sum() const { return sum_; }
  double median() const;
  /// The least value that `percent` of all values do not exceed.
  double percentile(double percent) const;

 private:
  std::vector<double> values_;  ///< in order
  double sum_;
};

}  // namespace ingot::tools
