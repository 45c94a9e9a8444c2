#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/kernels/pointwise.h"
#include "backend/cuda/kernels/tail.cuh"

namespace ingot::backend::cuda::kernels {
namespace {

struct Inputs {
  const float* x[kMaxInputs];
};

__global__ void run(Pointwise shape, Inputs inputs, Tails tails, float* y) {
  const int64_t step = int64_t{gridDim.x} * blockDim.x;
  for (int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x; i < shape.size; i += step) {
    int64_t offsets[kMaxInputs] = {};
    int64_t rest = i;
    for (int axis = 0; axis < shape.axes; ++axis) {
      const int64_t at = rest % shape.extents[axis];
      rest /= shape.extents[axis];
      for (int k = 0; k < kMaxInputs; ++k) offsets[k] += at * shape.strides[k][axis];
    }
    float values[kMaxInputs] = {};
    for (int k = 0; k < shape.inputs; ++k) values[k] = inputs.x[k][offsets[k]];
    const float value = apply(shape.function, values[0], values[1], values[2]);
    y[i] = apply(tails, value, i);
  }
}

}  // namespace

cudaError_t pointwise(const Pointwise& shape, const float* const x[kMaxInputs], const Tails& tails,
                      float* y, cudaStream_t stream) {
  if (shape.size == 0) return cudaSuccess;
  run<<<blocks_for(shape.size), kThreads, 0, stream>>>(shape, {{x[0], x[1], x[2]}}, tails, y);
  return cudaGetLastError();
}

}  // namespace ingot::backend::cuda::kernels
