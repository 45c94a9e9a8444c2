#include "distribution.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ingot::tools {

Distribution::Distribution(std::vector<double> values)
    : values_(std::move(values)), sum_(std::accumulate(values_.begin(), values_.end(), 0.0)) {
  std::ranges::sort(values_);
}

double Distribution::median() const {
  const size_t half = values_.size() / 2;
  return values_.size() % 2 == 1 ? values_[half] : (values_[half - 1] + values_[half]) / 2;
}

double Distribution::percentile(double percent) const {
  const double rank = std::ceil(percent / 100 * static_cast<double>(values_.size()));
  return values_[std::min(values_.size(), static_cast<size_t>(std::max(1.0, rank))) - 1];
}

}  // namespace ingot::tools
