#pragma once

#include <map>
#include <vector>

#include "plan/weights.h"

namespace ingot::compiler {

/// Collects the weights of a plan, and what follows them; equal bytes are kept once.
class WeightsWriter {
 public:
  /// Offset of the bytes in the section, a multiple of kAlignment.
  uint64_t add(SharedBytes bytes);
  /// The weights: what was added so far. To be called once.
  plan::Weights finish();
  /// What was added since, each at the next multiple of kAlignment.
  std::vector<SharedBytes> rest() const;

 private:
  struct Part {
    uint64_t offset;
    SharedBytes bytes;
  };

  uint64_t size_ = 0;
  std::vector<Part> parts_;
  size_t num_finished_ = 0;
  std::multimap<size_t, size_t> by_size_;  ///< size → part
};

}  // namespace ingot::compiler
