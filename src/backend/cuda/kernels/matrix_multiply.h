#pragma once

#include <cuda_runtime_api.h>

#include "backend/cuda/kernels/pointwise.h"
#include "backend/cuda/kernels/tail.h"

namespace ingot::backend::cuda::kernels {

/// Products of matrices a [rows, depth] and b [depth, columns], `count` of them; batch axes
/// innermost first, with strides of 0 where an operand is broadcast.
struct MatrixMultiply {
  int64_t rows = 1;
  int64_t columns = 1;
  int64_t depth = 1;
  int64_t a_row_stride = 1;
  int64_t a_depth_stride = 1;
  int64_t b_depth_stride = 1;
  int64_t b_column_stride = 1;
  int64_t count = 1;
  int32_t axes = 0;
  int64_t extents[kMaxAxes] = {};
  int64_t a_strides[kMaxAxes] = {};
  int64_t b_strides[kMaxAxes] = {};
};

/// bias [columns] may be null.
cudaError_t matrix_multiply(const MatrixMultiply& shape, const float* a, const float* b,
                            const float* bias, const Tails& tails, float* y, cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
