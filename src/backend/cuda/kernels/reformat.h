#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace ingot::backend::cuda::kernels {

/// Images whose channels lie plane by plane on one side and last on the other, filled up to
/// `pitch`.
struct Reformat {
  int64_t images = 0;
  int64_t channels = 1;
  int64_t pixels = 1;
  int64_t pitch = 8;
  bool is_half = false;    ///< elements of x
  bool makes_half = true;  ///< elements of y
};

/// y = x, `size` elements as they lie, in another type.
struct Conversion {
  int64_t size = 0;
  bool is_half = false;
  bool makes_half = true;
};

cudaError_t convert(const Conversion& shape, const void* x, void* y, cudaStream_t stream);
cudaError_t to_channels_last(const Reformat& shape, const void* x, void* y, cudaStream_t stream);
cudaError_t from_channels_last(const Reformat& shape, const void* x, void* y, cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
