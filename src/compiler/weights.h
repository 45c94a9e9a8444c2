#pragma once

#include <map>
#include <vector>

#include "base/bytes.h"

namespace ingot::compiler {

/// Collects the weights section of a plan; equal bytes are kept once. What steps read is gathered,
/// what follows stays where it is.
class WeightsWriter {
 public:
  /// Offset of the bytes in the section, a multiple of kAlignment.
  uint64_t add(SharedBytes bytes);
  /// The section so far, in one piece. To be called once.
  SharedBytes gather();
  /// What was added since, each at the next multiple of kAlignment.
  std::vector<SharedBytes> rest() const;

 private:
  struct Part {
    uint64_t offset;
    SharedBytes bytes;
  };

  uint64_t size_ = 0;
  std::vector<Part> parts_;
  size_t num_gathered_ = 0;
  std::multimap<size_t, size_t> by_size_;  ///< size → part
};

}  // namespace ingot::compiler
