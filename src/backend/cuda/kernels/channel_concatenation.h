#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace ingot::backend::cuda::kernels {

inline constexpr int kMaxJoined = 8;

/// Pixels that are `widths` bytes long, at `starts` of pixels of `pitch` bytes. All are multiples
/// of 16.
struct ChannelConcatenation {
  int64_t pixels = 0;
  int64_t pitch = 0;
  int32_t count = 0;
  int32_t widths[kMaxJoined] = {};
  int32_t starts[kMaxJoined] = {};
};

cudaError_t channel_concatenation(const ChannelConcatenation& shape,
                                  const void* const x[kMaxJoined], void* y, cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
