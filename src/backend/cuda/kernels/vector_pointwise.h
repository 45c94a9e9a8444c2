#pragma once

#include <cuda_runtime_api.h>

#include "backend/cuda/kernels/tail.h"

namespace ingot::backend::cuda::kernels {

/// y = tails(function(x, first, second)), element by element as they lie in memory.
struct VectorPointwise {
  int64_t size = 0;  ///< elements, those that fill up channels too
  Element x_type = Element::kFloat16;
  Element y_type = Element::kFloat16;
  Function function;
  Operand first;
  Operand second;
};

cudaError_t vector_pointwise(const VectorPointwise& shape, const void* x, const Tails& tails,
                             void* y, cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
