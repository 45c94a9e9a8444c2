#include <algorithm>

#include "backend/cuda/kernels/matrix_multiply.h"
#include "backend/cuda/kernels/product.cuh"
#include "backend/cuda/kernels/tail.cuh"

namespace ingot::backend::cuda::kernels {
namespace {

struct Operands {
  const float* a;
  const float* b;
  const float* bias;
  float* y;
};

__global__ void run(MatrixMultiply shape, Operands in, Tails tails) {
  for (int64_t matrix = blockIdx.z; matrix < shape.count; matrix += gridDim.z) {
    const float* a = in.a;
    const float* b = in.b;
    int64_t rest = matrix;
    for (int axis = 0; axis < shape.axes; ++axis) {
      a += rest % shape.extents[axis] * shape.a_strides[axis];
      b += rest % shape.extents[axis] * shape.b_strides[axis];
      rest /= shape.extents[axis];
    }
    tile_product(
        {shape.rows, shape.columns, shape.depth}, int64_t{blockIdx.y} * kTile,
        int64_t{blockIdx.x} * kTile,
        [&](int64_t row, int64_t k) {
          return a[row * shape.a_row_stride + k * shape.a_depth_stride];
        },
        [&](int64_t k, int64_t column) {
          return b[k * shape.b_depth_stride + column * shape.b_column_stride];
        },
        [&](int64_t row, int64_t column, float sum) {
          const int64_t index = (matrix * shape.rows + row) * shape.columns + column;
          if (in.bias != nullptr) sum += in.bias[column];
          in.y[index] = apply(tails, sum, index);
        });
  }
}

}  // namespace

cudaError_t matrix_multiply(const MatrixMultiply& shape, const float* a, const float* b,
                            const float* bias, const Tails& tails, float* y, cudaStream_t stream) {
  if (shape.rows == 0 || shape.columns == 0 || shape.count == 0) return cudaSuccess;
  const dim3 grid(static_cast<unsigned>((shape.columns + kTile - 1) / kTile),
                  static_cast<unsigned>((shape.rows + kTile - 1) / kTile),
                  static_cast<unsigned>(std::min<int64_t>(shape.count, 65535)));
  run<<<grid, kTileThreads, 0, stream>>>(shape, {a, b, bias, y}, tails);
  return cudaGetLastError();
}

}  // namespace ingot::backend::cuda::kernels
