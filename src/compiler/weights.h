#pragma once

#include <map>
#include <vector>

#include "base/bytes.h"

namespace ingot::compiler {

/// Collects the weights section of a plan; equal bytes are kept once.
class WeightsWriter {
 public:
  /// Offset of the bytes in the section, a multiple of kAlignment.
  uint64_t add(SharedBytes bytes);
  /// Of the section so far.
  uint64_t size() const { return size_; }
  /// The section. To be called once.
  SharedBytes finish();

 private:
  struct Part {
    uint64_t offset;
    SharedBytes bytes;
  };

  uint64_t size_ = 0;
  std::vector<Part> parts_;
  std::multimap<uint64_t, size_t> by_hash_;  ///< hash → part
};

}  // namespace ingot::compiler
