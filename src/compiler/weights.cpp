#include "compiler/weights.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace ingot::compiler {

uint64_t WeightsWriter::add(SharedBytes bytes) {
  const auto [begin, end] = by_size_.equal_range(bytes.size());
  for (auto entry = begin; entry != end; ++entry) {
    const Part& known = parts_[entry->second];
    if (std::ranges::equal(known.bytes.span(), bytes.span())) return known.offset;
  }
  const uint64_t offset = size_;
  size_ += align_up(bytes.size());
  by_size_.emplace(bytes.size(), parts_.size());
  parts_.push_back({offset, std::move(bytes)});
  return offset;
}

SharedBytes WeightsWriter::gather() {
  AlignedBytes section = allocate_aligned(size_);
  for (Part& part : parts_) {
    const SharedBytes bytes = std::exchange(part.bytes, {});
    std::byte* to = section.get() + part.offset;
    if (bytes.size() > 0) std::memcpy(to, bytes.data(), bytes.size());
    std::fill(to + bytes.size(), to + align_up(bytes.size()), std::byte{0});
    part.bytes = SharedBytes::borrowed(to, bytes.size());
  }
  num_gathered_ = parts_.size();
  return share(std::move(section), size_);
}

std::vector<SharedBytes> WeightsWriter::rest() const {
  std::vector<SharedBytes> rest;
  for (size_t i = num_gathered_; i < parts_.size(); ++i) rest.push_back(parts_[i].bytes);
  return rest;
}

}  // namespace ingot::compiler
