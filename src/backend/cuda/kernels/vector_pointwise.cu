#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/tail.cuh"
#include "backend/cuda/kernels/vector_pointwise.h"

namespace ingot::backend::cuda::kernels {
namespace {

__device__ void load_operand(const Operand& operand, int64_t index, float (&values)[kVector]) {
  if (operand.data != nullptr && !operand.is_along_channels) {
    load_vector(operand.data, operand.type, index, values);
    return;
  }
#pragma unroll
  for (int k = 0; k < kVector; ++k) values[k] = element_of(operand, index + k);
}

/// An element at a time, where a whole vector would reach beyond the end.
__device__ void run_end(const VectorPointwise& shape, const void* x, const Tails& tails, void* y,
                        int64_t begin) {
  for (int64_t i = begin; i < shape.size; ++i) {
    const float value = apply(shape.function, load(x, shape.x_type, i), element_of(shape.first, i),
                              element_of(shape.second, i));
    store(y, shape.y_type, i, apply(tails, value, i));
  }
}

__global__ void run(const __grid_constant__ VectorPointwise shape, const void* x,
                    const __grid_constant__ Tails tails, void* y) {
  let_next_begin();
  wait_for_previous();
  const int64_t step = int64_t{gridDim.x} * blockDim.x * kVector;
  int64_t i = (int64_t{blockIdx.x} * blockDim.x + threadIdx.x) * kVector;
  for (; i < shape.size; i += step) {
    if (i + kVector > shape.size) {
      run_end(shape, x, tails, y, i);
      return;
    }
    float values[kVector];
    float first[kVector];
    float second[kVector];
    load_vector(x, shape.x_type, i, values);
    load_operand(shape.first, i, first);
    load_operand(shape.second, i, second);
#pragma unroll
    for (int k = 0; k < kVector; ++k) {
      values[k] = apply(shape.function, values[k], first[k], second[k]);
    }
    apply(tails, values, i);
    store_vector(y, shape.y_type, i, values);
  }
}

}  // namespace

cudaError_t vector_pointwise(const VectorPointwise& shape, const void* x, const Tails& tails,
                             void* y, cudaStream_t stream) {
  if (shape.size == 0) return cudaSuccess;
  return launch(run, {blocks_for(shape.size, kThreads * 8), kThreads}, stream, shape, x, tails, y);
}

}  // namespace ingot::backend::cuda::kernels
