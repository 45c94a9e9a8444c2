#pragma once

#include <cuda_runtime_api.h>

#include "backend/cuda/kernels/tail.h"

namespace ingot::backend::cuda::kernels {

/// A matrix product of few rows, y[row, filter] = Σ x[row, k] · w[filter, k]: w is read once, and
/// takes most of the time. Sums are f32.
struct RowProduct {
  int32_t rows = 1;  ///< up to kMostRows
  int32_t filters = 1;
  int32_t depth = 4;  ///< a multiple of kRowVector
  Element x_type = Element::kFloat32;
  Element y_type = Element::kFloat32;
};

inline constexpr int kMostRows = 8;
/// Filters that a block computes, and the depth that a warp multiplies at once.
inline constexpr int kRowFilters = 4;
inline constexpr int kRowDepth = 256;
/// Neighbours in the depth that a thread reads of x at once.
inline constexpr int kRowVector = 4;
/// Numbers of a filter that a thread has of kRowDepth.
inline constexpr int kRowNumbers = kRowDepth / 32;

/// w has tiles of kRowFilters × kRowDepth, those of the same filters together, filled up with
/// zeros. In a tile, a filter's numbers follow each other thread by thread, with 16 bits each. For
/// an x of f32 they are rounded to 20 bits, one more than tf32 has, and the four bits left stand
/// behind: for each thread and filter a word, the lowest bits those of its first number.
constexpr int64_t row_tile_bytes(Element type) {
  return kRowFilters * kRowDepth * (type == Element::kFloat32 ? 20 : 16) / 8;
}
constexpr int64_t row_tiles_of_depth(int64_t depth) { return (depth + kRowDepth - 1) / kRowDepth; }
constexpr int64_t row_tiles_of_filters(int64_t filters) {
  return (filters + kRowFilters - 1) / kRowFilters;
}

/// Where a tile's depth has number `i` of a thread.
__host__ __device__ constexpr int32_t row_depth_of(int32_t thread, int32_t i) {
  return i / kRowVector * (32 * kRowVector) + thread * kRowVector + i % kRowVector;
}

/// Warps that may share the depth of a block.
inline constexpr int kRowWarps[] = {4, 8, 16};

/// x [rows, depth]; bias [filters] may be null; y [rows, filters].
cudaError_t row_product(const RowProduct& shape, int warps, const void* x, const void* w,
                        const float* bias, const Tails& tails, void* y, cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
