// A matrix product in tiles of shared memory.
#pragma once

#include <cstdint>

namespace ingot::backend::cuda::kernels {

inline constexpr int kTile = 64;  // rows and columns of a block's part of the product
inline constexpr int kTileDepth = 16;
inline constexpr int kOwn = 4;  // rows and columns of a thread's part
inline constexpr int kTileThreads = (kTile / kOwn) * (kTile / kOwn);

struct ProductSize {
  int64_t rows;
  int64_t columns;
  int64_t depth;
};

/// One block's part of Σ_k a(row, k)·b(k, column), in the order of k. `a` and `b` are called for
/// indices within the size alone; `store` is given (row, column, sum).
template <class A, class B, class Store>
__device__ void tile_product(const ProductSize& size, int64_t first_row, int64_t first_column,
                             const A& a, const B& b, const Store& store) {
  __shared__ float a_tile[kTileDepth][kTile];
  __shared__ float b_tile[kTileDepth][kTile];
  const int thread = static_cast<int>(threadIdx.x);
  const int own_row = thread / (kTile / kOwn) * kOwn;
  const int own_column = thread % (kTile / kOwn) * kOwn;
  float sums[kOwn][kOwn] = {};
  for (int64_t first = 0; first < size.depth; first += kTileDepth) {
    for (int i = thread; i < kTile * kTileDepth; i += kTileThreads) {
      const int64_t row = first_row + i / kTileDepth;
      const int64_t k = first + i % kTileDepth;
      a_tile[i % kTileDepth][i / kTileDepth] = row < size.rows && k < size.depth ? a(row, k) : 0;
    }
    for (int i = thread; i < kTile * kTileDepth; i += kTileThreads) {
      const int64_t column = first_column + i % kTile;
      const int64_t k = first + i / kTile;
      b_tile[i / kTile][i % kTile] = column < size.columns && k < size.depth ? b(k, column) : 0;
    }
    __syncthreads();
    for (int k = 0; k < kTileDepth; ++k) {
      for (int i = 0; i < kOwn; ++i) {
        for (int j = 0; j < kOwn; ++j) {
          sums[i][j] = fmaf(a_tile[k][own_row + i], b_tile[k][own_column + j], sums[i][j]);
        }
      }
    }
    __syncthreads();
  }
  for (int i = 0; i < kOwn; ++i) {
    for (int j = 0; j < kOwn; ++j) {
      const int64_t row = first_row + own_row + i;
      const int64_t column = first_column + own_column + j;
      if (row < size.rows && column < size.columns) store(row, column, sums[i][j]);
    }
  }
}

}  // namespace ingot::backend::cuda::kernels
