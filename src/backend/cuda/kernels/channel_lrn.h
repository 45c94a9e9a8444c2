#pragma once

#include "backend/cuda/kernels/axis.h"

namespace ingot::backend::cuda::kernels {

/// Half of the longest window that channel_lrn takes.
inline constexpr int kMostLrnReach = 8;

/// As lrn, of pixels that have `channels` channels last, `pitch` with what fills them up. x and y
/// have elements of one type.
struct ChannelLrn {
  Lrn lrn;
  int64_t pixels = 0;
  int64_t channels = 1;
  int64_t pitch = 8;
  Element type = Element::kFloat16;
};

cudaError_t channel_lrn(const ChannelLrn& shape, const void* x, const Tails& tails, void* y,
                        cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
