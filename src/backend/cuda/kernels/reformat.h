#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "backend/cuda/kernels/element.h"

namespace ingot::backend::cuda::kernels {

/// Images whose channels lie plane by plane on one side and last on the other, filled up to
/// `pitch`.
struct Reformat {
  int64_t images = 0;
  int64_t channels = 1;
  int64_t pixels = 1;
  int64_t pitch = 8;
  Element x_type = Element::kFloat32;
  Element y_type = Element::kFloat16;
};

/// y = x, `size` elements as they lie, in another type.
struct Conversion {
  int64_t size = 0;
  Element x_type = Element::kFloat32;
  Element y_type = Element::kFloat16;
};

cudaError_t convert(const Conversion& shape, const void* x, void* y, cudaStream_t stream);
cudaError_t to_channels_last(const Reformat& shape, const void* x, void* y, cudaStream_t stream);
cudaError_t from_channels_last(const Reformat& shape, const void* x, void* y, cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
