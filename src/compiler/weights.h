#pragma once

#include <map>
#include <span>
#include <vector>

#include "base/bytes.h"

namespace ingot::compiler {

/// Collects the weights section of a plan; equal bytes are kept once.
class WeightsWriter {
 public:
  /// Offset of the bytes in the section, a multiple of kAlignment.
  uint64_t add(std::span<const std::byte> bytes);
  SharedBytes finish();

 private:
  std::vector<std::byte> bytes_;
  std::multimap<uint64_t, std::pair<uint64_t, size_t>> by_hash_;  // hash → offset, size
};

}  // namespace ingot::compiler
