#pragma once

#include <cstdint>

namespace ingot::backend::cpu::kernels {

/// One spatial axis of a sliding window of known extents: cell `cell` of output `o` lies at
/// o·stride + cell·dilation − pad on the input, or off it.
struct SlidingAxis {
  int64_t input = 1;
  int64_t output = 1;
  int64_t window = 1;
  int64_t stride = 1;
  int64_t dilation = 1;
  int64_t pad = 0;

  int64_t span() const { return dilation * (window - 1) + 1; }
  /// Input cells from the first of output `begin`'s window to the last of output `end − 1`'s.
  int64_t reach(int64_t begin, int64_t end) const { return (end - begin - 1) * stride + span(); }
};

}  // namespace ingot::backend::cpu::kernels
