#pragma once

#include <cuda_runtime_api.h>

#include "backend/cuda/kernels/tail.h"

namespace ingot::backend::cuda::kernels {

inline constexpr int kMaxAxes = 8;
inline constexpr int kMaxInputs = 3;

/// y[i] = tails(function(x₀, x₁, x₂)), each input broadcast by its strides (0 along axes that it
/// lacks), innermost axis first.
struct Pointwise {
  int64_t size = 0;
  int32_t axes = 0;
  int32_t inputs = 1;
  int64_t extents[kMaxAxes] = {};
  int64_t strides[kMaxInputs][kMaxAxes] = {};
  Function function;
};

cudaError_t pointwise(const Pointwise& shape, const float* const x[kMaxInputs], const Tails& tails,
                      float* y, cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
