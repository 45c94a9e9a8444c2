#pragma once

#include <cuda_runtime_api.h>

#include "backend/cuda/kernels/pointwise.h"

namespace ingot::backend::cuda::kernels {

/// Element [i, j, …] of y is that of x at start + i·step along each axis; axes innermost first.
struct Gather {
  /// What an index outside of x's extent stands for.
  enum class Outside : int32_t { kFill, kWrap, kClamp, kReflect };

  int64_t size = 0;  ///< elements of y
  int32_t axes = 0;
  int32_t element_size = 4;  ///< bytes: 1, 2, 4 or 8
  Outside outside = Outside::kFill;
  uint64_t fill = 0;               ///< its first bytes are an element
  int64_t extents[kMaxAxes] = {};  ///< of y
  int64_t from[kMaxAxes] = {};     ///< extents of x
  int64_t start[kMaxAxes] = {};
  int64_t step[kMaxAxes] = {};
  int64_t strides[kMaxAxes] = {};  ///< of x, in elements
};

cudaError_t gather(const Gather& shape, const void* x, void* y, cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
