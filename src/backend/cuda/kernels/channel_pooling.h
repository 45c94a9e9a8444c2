#pragma once

#include "backend/cuda/kernels/pooling.h"

namespace ingot::backend::cuda::kernels {

/// A pooling of images that have the channels last: `planes` counts images.
struct ChannelPooling {
  Pooling pooling;
  int64_t pitch = 8;  ///< channels with what fills them up
  bool is_half = true;
  bool makes_half = true;
};

cudaError_t channel_pooling(const ChannelPooling& shape, const void* x, const Tails& tails, void* y,
                            cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
