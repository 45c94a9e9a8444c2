#pragma once

#include <cstdint>

namespace ingot::caffe {

/// One spatial axis of a pooling.
struct PoolingAxis {
  int64_t extent = 0;
  int64_t kernel = 1;
  int64_t stride = 1;
  int64_t pad = 0;
};

/// Caffe's output extent: round((extent + 2 pad - kernel) / stride) + 1, rounded up or down; one
/// less where padding is given and the last window would start beyond extent + pad. Less than 1
/// where the kernel does not fit.
constexpr int64_t pooled_extent(const PoolingAxis& axis, bool round_up) {
  const int64_t span = axis.extent + 2 * axis.pad - axis.kernel;
  if (span < 0) return 0;
  const int64_t pooled = (span + (round_up ? axis.stride - 1 : 0)) / axis.stride + 1;
  const bool beyond = axis.pad > 0 && (pooled - 1) * axis.stride >= axis.extent + axis.pad;
  return beyond ? pooled - 1 : pooled;
}

}  // namespace ingot::caffe
