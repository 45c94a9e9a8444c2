// What the kernels of tensor_product.h share.
#pragma once

#include <cooperative_groups.h>

#include <algorithm>
#include <climits>

#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/tail.cuh"
#include "backend/cuda/kernels/tensor_core.cuh"
#include "backend/cuda/kernels/tensor_product_kernels.h"

// A tile of the depth is 128 bytes of each row and filter: 8 chunks of 16 bytes. Chunk c of row r
// lies in shared memory at chunk c ^ (r % 8) of its 128 bytes, so that neither the copies to it nor
// load_matrices meet in one bank.

namespace ingot::backend::cuda::kernels {

inline constexpr int kChunkBytes = 16;
inline constexpr int kTileBytes = kTileChunks * kChunkBytes;
inline constexpr int kStepBytes = 32;
inline constexpr int kSteps = kTileBytes / kStepBytes;  // products along a tile's depth

/// A block of kThreadCount threads computes kRows × kColumns sums, kStages tiles of the depth being
/// on their way; kDepths parts of its threads have sums of their own along a tile of the depth.
template <int kRowCount, int kColumnCount, int kThreadCount, int kStageCount, int kDepthCount = 1>
struct Tiling {
  static constexpr int kRows = kRowCount;
  static constexpr int kColumns = kColumnCount;
  static constexpr int kThreads = kThreadCount;
  static constexpr int kStages = kStageCount;
  static constexpr int kDepths = kDepthCount;
  static constexpr int kStageBytes = (kRows + kColumns) * kTileBytes;
  static constexpr int kSumPitch = kColumns + 8;   ///< of sums in shared memory
  static constexpr int kSums = kRows * kSumPitch;  ///< one part's
};

/// What a block computes: a tile of the product, of its depth the tiles first_tile…+count−1.
struct TilePart {
  int part;  ///< of the split
  int group;
  int first_row;
  int first_column;
  int first_tile;
  int count;
};

/// `number`: the block's among those of the product.
template <class Tile>
__device__ TilePart part_of_block(const ProductArguments& in, int number) {
  const int depth_tiles = in.filter_chunks / kTileChunks;
  const int own_tiles = (depth_tiles + in.split - 1) / in.split;
  TilePart block{};
  block.part = static_cast<int>(blockIdx.y) % in.split;
  block.group = static_cast<int>(blockIdx.y) / in.split;
  block.first_row = number / in.column_tiles * Tile::kRows;
  block.first_column = number % in.column_tiles * Tile::kColumns;
  block.first_tile = min(block.part * own_tiles, depth_tiles);
  block.count = min(own_tiles, depth_tiles - block.first_tile);
  return block;
}

/// The number of the product that this block belongs to.
__device__ inline int product_of_block(const ProductsArguments& in) {
  int product = 0;
  while (product + 1 < in.count && static_cast<int>(blockIdx.x) >= in.first_blocks[product + 1]) {
    ++product;
  }
  return product;
}

/// The chunks that a thread copies of a tile: chunk `column` of every kStep-th row and filter.
template <class T, class Tile>
class TileCopies {
 public:
  __device__ TileCopies(const ProductArguments& in, const TilePart& block)
      : in_(in),
        x_(static_cast<const T*>(in.x) + int64_t{block.group} * in.shape.channels),
        chunk_(block.first_tile * kTileChunks + static_cast<int>(threadIdx.x) % kTileChunks) {
    const TensorProduct& shape = in.shape;
    const int row = static_cast<int>(threadIdx.x) / kTileChunks;
    for (int i = 0; i < kRowCopies; ++i) {
      const int pixel = block.first_row + row + i * kStep;
      const int plane = shape.y_height * shape.y_width;
      const int at = pixel % plane;
      tops_[i] = pixel < in.pixels ? at / shape.y_width * shape.stride_height - shape.pad_height
                                   : INT_MIN / 2;
      lefts_[i] = at % shape.y_width * shape.stride_width - shape.pad_width;
      images_[i] = pixel / plane * shape.x_height * shape.x_width;
    }
    for (int i = 0; i < kColumnCopies; ++i) {
      const int filter = block.first_column + row + i * kStep;
      const int64_t own = int64_t{block.group} * shape.filters + min(filter, shape.filters - 1);
      filters_[i] = static_cast<const T*>(in.w) + (own * in.filter_chunks + chunk_) * kChunk;
    }
    const int cells = shape.window_height * shape.window_width;
    const int tile = block.first_tile;
    const int cell = in.has_cells_inside ? tile % cells : chunk_ / in.cell_chunks;
    cell_chunk_ = in.has_cells_inside ? chunk_ - (tile - tile / cells) * kTileChunks
                                      : chunk_ % in.cell_chunks;
    cell_row_ = cell / shape.window_width;
    cell_column_ = cell % shape.window_width;
    to_ = static_cast<uint32_t>(
        row * kTileBytes + (static_cast<int>(threadIdx.x) % kTileChunks ^ row % 8) * kChunkBytes);
  }

  /// Copies a tile of the depth to `stage` and goes on to the next one.
  __device__ void next(uint32_t stage) {
    const TensorProduct& shape = in_.shape;
    const int down = cell_row_ * shape.dilation_height;
    const int across = cell_column_ * shape.dilation_width;
    const int left_over = (shape.channels - cell_chunk_ * kChunk) * static_cast<int>(sizeof(T));
    const int bytes = cell_row_ < shape.window_height ? min(kChunkBytes, max(left_over, 0)) : 0;
    for (int i = 0; i < kRowCopies; ++i) {
      const int y = tops_[i] + down;
      const int x = lefts_[i] + across;
      const bool is_inside = static_cast<unsigned>(y) < static_cast<unsigned>(shape.x_height) &&
                             static_cast<unsigned>(x) < static_cast<unsigned>(shape.x_width);
      const int64_t pixel = images_[i] + y * shape.x_width + x;
      const T* from = x_ + pixel * shape.x_pitch + cell_chunk_ * kChunk;
      const uint32_t to = stage + to_ + i * kStep * kTileBytes;
      if (sizeof(T) == sizeof(uint32_t) && in_.reads_words) {
        copy_words(to, from, is_inside ? bytes : 0);
      } else {
        copy_kept_chunk(to, is_inside && bytes > 0 ? from : x_, is_inside ? bytes : 0);
      }
    }
    for (int i = 0; i < kColumnCopies; ++i) {
      copy_chunk(stage + to_ + (Tile::kRows + i * kStep) * kTileBytes, filters_[i], kChunkBytes);
      filters_[i] += kTileChunks * kChunk;
    }
    if (in_.has_cells_inside) {
      next_cell();
      if (cell_row_ < shape.window_height) return;
      cell_row_ = 0;
      cell_chunk_ += kTileChunks;
    } else {
      cell_chunk_ += kTileChunks;
      for (; cell_chunk_ >= in_.cell_chunks; cell_chunk_ -= in_.cell_chunks) next_cell();
    }
  }

 private:
  __device__ void next_cell() {
    if (++cell_column_ < in_.shape.window_width) return;
    cell_column_ = 0;
    ++cell_row_;
  }

  static constexpr int kChunk = kChunkBytes / static_cast<int>(sizeof(T));
  static constexpr int kStep = Tile::kThreads / kTileChunks;
  static constexpr int kRowCopies = Tile::kRows / kStep;
  static constexpr int kColumnCopies = Tile::kColumns / kStep;
  static_assert(Tile::kRows % kStep == 0 && Tile::kColumns % kStep == 0 && kStep % 8 == 0);

  const ProductArguments& in_;
  const T* x_;
  int chunk_;
  int tops_[kRowCopies];
  int lefts_[kRowCopies];
  int images_[kRowCopies];
  const T* filters_[kColumnCopies];
  int cell_chunk_;
  int cell_row_;
  int cell_column_;
  uint32_t to_;
};

/// Adds the sums of kDepths parts for kVector columns of a row.
template <class Tile>
__device__ void add_parts(const float* totals, int place, float (&sums)[kVector]) {
#pragma unroll
  for (int part = 0; part < Tile::kDepths; ++part) {
    float more[kVector];
    load_vector(totals, place + part * Tile::kSums, more);
#pragma unroll
    for (int k = 0; k < kVector; ++k) sums[k] += more[k];
  }
}

/// Sums that a block of a cluster, or all of them, have for kVector columns of a row.
template <class Tile>
__device__ void load_sums(const ProductArguments& in, const float* totals, int place,
                          float (&sums)[kVector]) {
  if (in.split == 1) {
    add_parts<Tile>(totals, place, sums);
    return;
  }
#if __CUDA_ARCH__ >= 900
  const auto cluster = cooperative_groups::this_cluster();
  for (int block = 0; block < in.split; ++block) {
    add_parts<Tile>(cluster.map_shared_rank(totals, static_cast<unsigned>(block)), place, sums);
  }
#endif
}

/// Applies the tails that are left and stores `count` of the numbers. A call, for it is rare that
/// there are any.
__device__ __noinline__ inline void finish_slowly(const ProductArguments& in, float4 low,
                                                  float4 high, int64_t index, int count) {
  float values[kVector] = {low.x, low.y, low.z, low.w, high.x, high.y, high.z, high.w};
  if (in.stores_vectors) {
    apply(in.tails, values, index);
    store_vector(in.y, in.shape.makes_half, index, values);
    return;
  }
  for (int i = 0; i < count; ++i) {
    store(in.y, in.shape.makes_half, index + i, apply(in.tails, values[i], index + i));
  }
}

/// Stores kVector numbers that follow each other, of which the output has `count`.
__device__ inline void finish(const ProductArguments& in, const float (&values)[kVector],
                              int64_t index, int count) {
  if (in.stores_vectors && in.tails.count == 0) {
    store_vector(in.y, in.shape.makes_half, index, values);
  } else {
    finish_slowly(in, make_float4(values[0], values[1], values[2], values[3]),
                  make_float4(values[4], values[5], values[6], values[7]), index, count);
  }
}

/// Finishes the sums that the blocks of a cluster have written to their `totals`, [kDepths, kRows,
/// kSumPitch]: each a part of the rows, and each thread the same columns of several.
template <class Tile>
__device__ void finish_tile(const ProductArguments& in, const TilePart& block,
                            const float* totals) {
  constexpr int kVectors = Tile::kColumns / kVector;
  constexpr int kRowStep = Tile::kThreads / kVectors;
  constexpr int kBatch = 4;  // rows whose residuals are on their way at once
  static_assert(Tile::kThreads % kVectors == 0);
  const int column = static_cast<int>(threadIdx.x) % kVectors * kVector;
  const int own_rows = Tile::kRows / in.split;
  const int end = min((block.part + 1) * own_rows, in.pixels - block.first_row);
  const int filter = block.first_column + column;
  const int first = block.group * in.shape.filters + filter;
  const int count = min(kVector, in.shape.filters - filter);
  if (count <= 0) return;
  float bias[kVector];
#pragma unroll
  for (int k = 0; k < kVector; ++k) {
    bias[k] = in.bias != nullptr && k < count ? in.bias[first + k] : 0;
  }
  int row = block.part * own_rows + static_cast<int>(threadIdx.x) / kVectors;
  for (; row < end; row += kBatch * kRowStep) {
    const int64_t index = int64_t{block.first_row + row} * in.shape.y_pitch + first;
    const int64_t step = int64_t{kRowStep} * in.shape.y_pitch;
    float residuals[kBatch][kVector] = {};
    if (in.residual != nullptr) {
#pragma unroll
      for (int i = 0; i < kBatch; ++i) {
        if (row + i * kRowStep < end) load_vector(in.residual, index + i * step, residuals[i]);
      }
    }
#pragma unroll
    for (int i = 0; i < kBatch; ++i) {
      if (row + i * kRowStep >= end) break;
      float values[kVector] = {};
      load_sums<Tile>(in, totals, (row + i * kRowStep) * Tile::kSumPitch + column, values);
#pragma unroll
      for (int k = 0; k < kVector; ++k) {
        values[k] += bias[k] + residuals[i][k];
        if (in.has_relu) values[k] = values[k] < 0 ? 0 : values[k];
      }
      finish(in, values, index + i * step, count);
    }
  }
}

/// finish_tile between the meetings of the cluster's blocks.
template <class Tile>
__device__ void finish_together(const ProductArguments& in, const TilePart& block,
                                const float* totals) {
#if __CUDA_ARCH__ >= 900
  const auto cluster = cooperative_groups::this_cluster();
  if (in.split > 1) cluster.sync();
#endif
  __syncthreads();
  finish_tile<Tile>(in, block, totals);
#if __CUDA_ARCH__ >= 900
  if (in.split > 1) cluster.sync();  // others read what this block holds
#endif
}

/// Bytes of shared memory for tiles of the depth, of which a block has `count`, and for its sums.
template <class Tile>
int shared_bytes_of(int count) {
  return std::max(std::min(Tile::kStages, count) * Tile::kStageBytes,
                  Tile::kDepths * Tile::kSums * static_cast<int>(sizeof(float)));
}

template <class Tile>
ProductKernel kernel_of(void (*run)(ProductsArguments)) {
  return {run, Tile::kThreads, shared_bytes_of<Tile>};
}

}  // namespace ingot::backend::cuda::kernels
