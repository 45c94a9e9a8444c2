#pragma once

#include <algorithm>
#include <cstdint>

namespace ingot::backend::cuda::kernels {

inline constexpr int kThreads = 256;

/// Blocks for a loop over `count` elements in which each thread takes every n-th.
inline unsigned blocks_for(int64_t count, int64_t a_block = kThreads) {
  constexpr int64_t kMost = 1 << 16;
  return static_cast<unsigned>(std::clamp<int64_t>((count + a_block - 1) / a_block, 1, kMost));
}

}  // namespace ingot::backend::cuda::kernels
