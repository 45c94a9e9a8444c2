#pragma once

#include "backend/cuda/kernels/convolution.h"

namespace ingot::backend::cuda::kernels {

/// A convolution in which every channel has its own filter, of images that have the channels last.
struct Depthwise {
  int64_t batch = 1;
  int64_t channels = 1;
  int64_t pitch = 8;  ///< channels with what fills them up
  WindowAxis axes[kMaxSpatial] = {};
  Element x_type = Element::kFloat16;
  Element y_type = Element::kFloat16;
};

/// w [cells of the window, pitch]; bias [channels] may be null.
cudaError_t depthwise(const Depthwise& shape, const void* x, const float* w, const float* bias,
                      const Tails& tails, void* y, cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
