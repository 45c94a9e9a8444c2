#include "compiler/weights.h"

#include <algorithm>

namespace ingot::compiler {

uint64_t WeightsWriter::add(SharedBytes bytes) {
  const auto [begin, end] = by_size_.equal_range(bytes.size());
  for (auto entry = begin; entry != end; ++entry) {
    const Part& known = parts_[entry->second];
    const bool is_same =
        known.bytes.data() == bytes.data() || std::ranges::equal(known.bytes.span(), bytes.span());
    if (is_same) return known.offset;
  }
  const uint64_t offset = size_;
  size_ += align_up(bytes.size());
  by_size_.emplace(bytes.size(), parts_.size());
  parts_.push_back({offset, std::move(bytes)});
  return offset;
}

plan::Weights WeightsWriter::finish() {
  plan::Weights weights;
  for (const Part& part : parts_) weights.add(part.bytes);
  num_finished_ = parts_.size();
  return weights;
}

std::vector<SharedBytes> WeightsWriter::rest() const {
  std::vector<SharedBytes> rest;
  for (size_t i = num_finished_; i < parts_.size(); ++i) rest.push_back(parts_[i].bytes);
  return rest;
}

}  // namespace ingot::compiler
