#pragma once

#include "backend/cuda/kernels/pooling.h"

namespace ingot::backend::cuda::kernels {

/// A pooling of images that have the channels last: `planes` counts images.
struct ChannelPooling {
  Pooling pooling;
  int64_t pitch = 8;  ///< channels with what fills them up
  Element x_type = Element::kFloat16;
  Element y_type = Element::kFloat16;
};

cudaError_t channel_pooling(const ChannelPooling& shape, const void* x, const Tails& tails, void* y,
                            cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
