#pragma once

#include <cuda_runtime_api.h>

#include "backend/cuda/kernels/convolution.h"

namespace ingot::backend::cuda::kernels {

/// (1−blend)·max + blend·average over the cells of a window; max alone where blend is 0, average
/// alone where it is 1.
struct Pooling {
  int64_t planes = 1;
  WindowAxis axes[kMaxSpatial] = {};
  int32_t pad_end[kMaxSpatial] = {};
  bool counts_padding = false;  ///< an average's divisor
  float blend = 0;
};

cudaError_t pooling(const Pooling& shape, const float* x, const Tails& tails, float* y,
                    cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
