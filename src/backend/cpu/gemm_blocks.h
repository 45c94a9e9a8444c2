#pragma once

#include <algorithm>

#include "backend/cpu/caches.h"
#include "backend/cpu/kernels/gemm.h"
#include "backend/cpu/stream.h"

namespace ingot::backend::cpu {

/// Depth of the blocks of a product: a panel of its right operand of that depth fills the first
/// cache.
inline int64_t block_depth() {
  const int64_t floats = std::min(caches().first / int64_t{sizeof(float)}, kScratchFloats);
  return std::max<int64_t>(1, floats / kernels::kColumnPanel);
}

/// Panels of that depth and `width` rows or columns whose block is packed into scratch memory.
inline int64_t block_panels(int64_t width) {
  return std::max<int64_t>(1, caches().block_floats() / (block_depth() * width));
}

}  // namespace ingot::backend::cpu
