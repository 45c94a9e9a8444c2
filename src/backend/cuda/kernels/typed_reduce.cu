#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/kernels/numbers.cuh"
#include "backend/cuda/kernels/offset.cuh"
#include "backend/cuda/kernels/typed_reduce.h"

namespace ingot::backend::cuda::kernels {
namespace {

constexpr int kWarp = 32;

__host__ __device__ double joined(Reduce::Operation operation, double a, double b) {
  switch (operation) {
    case Reduce::Operation::kProduct: return a * b;
    case Reduce::Operation::kMax: return a < b ? b : a;
    case Reduce::Operation::kMin: return b < a ? b : a;
    default: return a + b;
  }
}

double start_of(Reduce::Operation operation) {
  switch (operation) {
    case Reduce::Operation::kProduct: return 1;
    case Reduce::Operation::kMax: return -INFINITY;
    case Reduce::Operation::kMin: return INFINITY;
    default: return 0;
  }
}

/// A warp an output.
__global__ void run(Reduce shape, Number type, double start, const void* x, void* y) {
  for (int64_t output = blockIdx.x; output < shape.size; output += gridDim.x) {
    const int64_t first =
        offset_of(output, shape.kept_axes, shape.kept_extents, shape.kept_strides);
    double value = start;
    for (int64_t i = threadIdx.x; i < shape.count; i += kWarp) {
      const int64_t at = first + offset_of(i, shape.axes, shape.extents, shape.strides);
      value = joined(shape.operation, value, load<double>(x, type, at));
    }
    for (int distance = kWarp / 2; distance > 0; distance /= 2) {
      value = joined(shape.operation, value, __shfl_xor_sync(0xFFFFFFFFU, value, distance));
    }
    if (threadIdx.x != 0) continue;
    if (shape.operation == Reduce::Operation::kAverage) value /= static_cast<double>(shape.count);
    store(y, type, output, value);
  }
}

}  // namespace

cudaError_t typed_reduce(const Reduce& shape, Number type, const void* x, void* y,
                         cudaStream_t stream) {
  if (shape.size == 0) return cudaSuccess;
  run<<<blocks_for(shape.size, 1), kWarp, 0, stream>>>(shape, type, start_of(shape.operation), x,
                                                       y);
  return cudaGetLastError();
}

}  // namespace ingot::backend::cuda::kernels
