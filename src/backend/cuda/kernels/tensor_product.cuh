// What the kernels of tensor_product.h share.
#pragma once

#include <cooperative_groups.h>

#include <algorithm>
#include <climits>
#include <type_traits>

#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/tail.cuh"
#include "backend/cuda/kernels/tensor_core.cuh"
#include "backend/cuda/kernels/tensor_product_kernels.h"

// A tile of the depth is 128 bytes of each row and filter: 8 chunks of 16 bytes. Chunk c of row r
// lies in shared memory at chunk c ^ (r % 8) of its 128 bytes, so that neither the copies to it nor
// load_matrices meet in one bank.

namespace ingot::backend::cuda::kernels {

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
  /// Rows, or filters, of which its threads copy a chunk each at once.
  static constexpr int kStep = kThreadCount / kTileChunks;
};

/// Where a block that has `count` tiles of the depth keeps the bias of its columns in shared memory:
/// behind those tiles, and behind the sums that take their place.
template <class Tile>
__host__ __device__ int bias_place(int count) {
  return max(min(Tile::kStages, count) * Tile::kStageBytes,
             Tile::kDepths * Tile::kSums * static_cast<int>(sizeof(float)));
}

/// What a block computes: a tile of the product, of its depth the tiles first_tile…+count−1.
struct TilePart {
  int part;  ///< of the split
  int group;
  int row_tile;
  int first_column;
  int first_tile;
  int count;
};

/// `number`: the block's among those of the product.
template <class Tile>
__device__ TilePart part_of_block(const ProductArguments& in, int number) {
  const int depth_tiles = in.filter_chunks / kTileChunks;
  const int part = static_cast<int>(blockIdx.y) & ((1 << in.split_log2) - 1);
  TilePart block{};
  block.part = part;
  block.group = static_cast<int>(blockIdx.y) >> in.split_log2;
  block.row_tile = number / in.column_tiles;
  block.first_column = number % in.column_tiles * Tile::kColumns;
  block.first_tile = min(part * in.own_tiles, depth_tiles);
  block.count = min(in.own_tiles, depth_tiles - block.first_tile);
  return block;
}

/// The product that this block belongs to, and its number among that one's blocks.
struct OwnBlock {
  const ProductArguments& product;
  int number;
};

__device__ inline OwnBlock own_block(const ProductsArguments& in) {
  const int block = static_cast<int>(blockIdx.x);
  int product = 0;
  while (product + 1 < in.count && block >= in.first_blocks[product + 1]) ++product;
  return {in.products[product], block - in.first_blocks[product]};
}

/// Where in a tile a thread copies a chunk of its first row, or filter, to.
__device__ inline uint32_t place_of_copy() {
  const uint32_t row = threadIdx.x / kTileChunks;
  return row * kTileBytes + (threadIdx.x % kTileChunks ^ row % 8) * kChunkBytes;
}

/// Bytes of a block of filters in a tile of the depth, which follow each other in w.
inline constexpr int kFilterBlockBytes = kFilterBlock * kTileBytes;

/// What w has of the `own`-th of a block's filters, a multiple of 8, in its first tile of the
/// depth; of the last eight filters where there are no more.
template <class T>
__device__ const T* first_of_filters(const ProductArguments& in, const TilePart& block, int own) {
  const int last = (in.shape.groups * in.shape.filters - 1) / 8 * 8;
  const int filter = min(block.group * in.shape.filters + block.first_column + own, last);
  const int64_t tile =
      int64_t{filter / kFilterBlock} * (in.filter_chunks / kTileChunks) + block.first_tile;
  return static_cast<const T*>(in.w) +
         (tile * kFilterBlock + filter % kFilterBlock) * (kTileBytes / static_cast<int>(sizeof(T)));
}

/// The chunks that a thread copies of a tile's filters: a chunk of every kStep-th one.
template <class T, class Tile>
class FilterCopies {
 public:
  __device__ FilterCopies(const ProductArguments& in, const TilePart& block) {
    const int thread = static_cast<int>(threadIdx.x);
    for (int i = 0; i < kCopies; ++i) {
      const int filter = thread / kTileChunks + i * Tile::kStep;
      filters_[i] = first_of_filters<T>(in, block, filter / 8 * 8) +
                    thread % (8 * kTileChunks) * (kChunkBytes / static_cast<int>(sizeof(T)));
    }
  }

  /// Copies a tile of the depth, the filters of which lie from `to` on, and goes on to the next.
  __device__ void next(uint32_t to) {
#pragma unroll
    for (int i = 0; i < kCopies; ++i) {
      copy_chunk(to + threadIdx.x * kChunkBytes + i * Tile::kStep * kTileBytes, filters_[i],
                 kChunkBytes);
      filters_[i] += kFilterBlockBytes / static_cast<int>(sizeof(T));
    }
  }

 private:
  static constexpr int kCopies = Tile::kColumns / Tile::kStep;
  static_assert(Tile::kColumns % Tile::kStep == 0 && Tile::kStep % 8 == 0);

  const T* filters_[kCopies];
};

/// Copies the bias of a block's columns by kThreads of its threads, zeros where there is none.
template <class Tile, int kThreads = Tile::kThreads>
__device__ void copy_bias(const ProductArguments& in, const TilePart& block, uint32_t to) {
#pragma unroll
  for (int first = 0; first < Tile::kColumns; first += kThreads) {
    const int column = first + static_cast<int>(threadIdx.x);
    if (column >= Tile::kColumns) break;
    const int filter = block.first_column + column;
    const bool is_there = in.bias != nullptr && filter < in.shape.filters;
    copy_word(to + column * sizeof(float), in.bias + block.group * in.shape.filters + filter,
              is_there ? sizeof(float) : 0);
  }
}

/// Copies the first `bytes` of a chunk of x.
template <class T>
__device__ void copy_pixel(const ProductArguments& in, uint32_t to, const T* from, int bytes) {
  if (sizeof(T) == sizeof(uint32_t) && in.reads_words) {
    copy_words(to, from, bytes);
  } else {
    copy_kept_chunk(to, from, bytes);
  }
}

/// The chunks that a thread copies of a tile: chunk `column` of every kStep-th row and filter.
template <class T, class Tile>
class TileCopies {
 public:
  __device__ TileCopies(const ProductArguments& in, const TilePart& block)
      : in_(in), filters_(in, block) {
    const TensorProduct& shape = in.shape;
    const int row = static_cast<int>(threadIdx.x) / kTileChunks;
    const int column = static_cast<int>(threadIdx.x) % kTileChunks;
    for (int i = 0; i < kRowCopies; ++i) {
      const int pixel = block.row_tile * Tile::kRows + row + i * kStep;
      const int plane = shape.y_height * shape.y_width;
      const int at = pixel % plane;
      const int top = at / shape.y_width * shape.stride_height - shape.pad_height;
      lefts_[i] = at % shape.y_width * shape.stride_width - shape.pad_width;
      tops_[i] = pixel < in.pixels ? top : INT_MIN / 2;
      pixels_[i] = (pixel / plane * shape.x_height + top) * shape.x_width + lefts_[i];
    }
    const int chunk = block.first_tile * kTileChunks + column;
    const int cells = shape.window_height * shape.window_width;
    const int tile = block.first_tile;
    const int cell = in.has_cells_inside ? tile % cells : chunk / in.cell_chunks;
    const int cell_chunk = in.has_cells_inside ? chunk - (tile - tile / cells) * kTileChunks
                                               : chunk % in.cell_chunks;
    down_ = cell / shape.window_width * shape.dilation_height;
    across_ = cell % shape.window_width * shape.dilation_width;
    left_ = shape.channels - cell_chunk * kChunk;
    x_ = static_cast<const T*>(in.x) + int64_t{block.group} * shape.channels + cell_chunk * kChunk +
         (int64_t{down_} * shape.x_width + across_) * shape.x_pitch;
  }

  /// Begins with the bias and the first kCount tiles, each a group of copies, from `base` on. No
  /// kernel writes filters and bias: they are on their way before the kernel before is done.
  template <int kCount>
  __device__ void begin(const TilePart& block, uint32_t base) {
    copy_bias<Tile>(in_, block, base + bias_place<Tile>(block.count));
    for (int i = 0; i < min(kCount, block.count); ++i) {
      filters_.next(base + i * Tile::kStageBytes + kRowBytes);
      note_rows(base + i * Tile::kStageBytes);
    }
    Note notes[kCount][kRowCopies];
#pragma unroll
    for (int i = 0; i < kCount; ++i) {
#pragma unroll
      for (int k = 0; k < kRowCopies && i < block.count; ++k) {
        notes[i][k] = note_at(place_of_row(base, i, k));
      }
    }
    wait_for_previous();
#pragma unroll
    for (int i = 0; i < kCount; ++i) {
#pragma unroll
      for (int k = 0; k < kRowCopies && i < block.count; ++k) {
        copy_pixel(in_, place_of_row(base, i, k), notes[i][k].from, notes[i][k].bytes);
      }
      commit_copies();
    }
  }

  /// Copies a tile of the depth to `stage` and goes on to the next one.
  __device__ void next(uint32_t stage) {
    next_rows(stage, [&](uint32_t to, const T* from, int bytes) {
      copy_pixel(in_, to, from, bytes);
    });
    filters_.next(stage + kRowBytes);
  }

 private:
  /// Calls use(to, from, bytes) for each chunk of the next tile's rows.
  template <class Use>
  __device__ void next_rows(uint32_t stage, const Use& use) {
    const TensorProduct& shape = in_.shape;
    const int bytes = min(kChunkBytes, left_ * static_cast<int>(sizeof(T)));
    const bool is_there = down_ < in_.window_rows && bytes > 0;
#pragma unroll
    for (int i = 0; i < kRowCopies; ++i) {
      const bool is_inside =
          static_cast<unsigned>(tops_[i] + down_) < static_cast<unsigned>(shape.x_height) &&
          static_cast<unsigned>(lefts_[i] + across_) < static_cast<unsigned>(shape.x_width);
      use(stage + to_ + i * kStep * kTileBytes, x_ + int64_t{pixels_[i]} * shape.x_pitch,
          is_there && is_inside ? bytes : 0);
    }
    if (in_.has_cells_inside) {
      next_cell();
      if (down_ < in_.window_rows) return;
      x_ -= in_.window_step;
      down_ = 0;
      next_chunks(kTileChunks);
    } else {
      next_chunks(kTileChunks);
      while (left_ <= shape.channels - in_.cell_chunks * kChunk) {
        next_chunks(-in_.cell_chunks);
        next_cell();
      }
    }
  }

  /// What copy_pixel will be told.
  struct Note {
    const T* from;
    int bytes;
  };

  /// Notes the chunks of the next tile's rows, each in the place that it will have.
  __device__ void note_rows(uint32_t stage) {
    next_rows(stage, [](uint32_t to, const T* from, int bytes) {
      const auto address = reinterpret_cast<uint64_t>(from);
      store_words(to, {static_cast<uint32_t>(address), static_cast<uint32_t>(address >> 32),
                       static_cast<uint32_t>(bytes), 0});
    });
  }

  static __device__ Note note_at(uint32_t place) {
    uint32_t words[4];
    load_words(words, place);
    return {reinterpret_cast<const T*>(uint64_t{words[1]} << 32 | words[0]),
            static_cast<int>(words[2])};
  }

  __device__ uint32_t place_of_row(uint32_t base, int stage, int copy) const {
    return base + to_ + stage * Tile::kStageBytes + copy * kStep * kTileBytes;
  }

  __device__ void next_chunks(int count) {
    x_ += count * kChunk;
    left_ -= count * kChunk;
  }

  __device__ void next_cell() {
    const TensorProduct& shape = in_.shape;
    across_ += shape.dilation_width;
    x_ += in_.cell_step;
    if (across_ < in_.window_columns) return;
    across_ = 0;
    down_ += shape.dilation_height;
    x_ += in_.line_step;
  }

  static constexpr int kChunk = kChunkBytes / static_cast<int>(sizeof(T));
  static constexpr int kStep = Tile::kStep;
  static constexpr int kRowCopies = Tile::kRows / kStep;
  static constexpr int kRowBytes = Tile::kRows * kTileBytes;
  static_assert(Tile::kRows % kStep == 0);

  const ProductArguments& in_;
  // Of the rows: where the window begins in x, and the number of that pixel.
  int tops_[kRowCopies];
  int lefts_[kRowCopies];
  int pixels_[kRowCopies];
  FilterCopies<T, Tile> filters_;
  const T* x_;  ///< the thread's chunk of the window's cell, were the window's first pixel number 0
  int down_;    ///< of that cell
  int across_;
  int left_;  ///< channels from that chunk on
  uint32_t to_ = place_of_copy();
};

/// Sums of a row that a thread finishes at once: 16 bytes of them, so that neither lanes that read
/// them, here or from another block, nor those that store them leave gaps.
inline constexpr int kOwnSums = 4;

/// Adds what the kParts blocks of a split have, and the parts of their threads, for kCount rows, at
/// `places` of their totals; at −1 there is none. In their order, whichever of the blocks this is: a
/// row has the same sums in any place.
template <class Tile, int kParts, int kCount>
__device__ void add_totals(const ProductArguments& in, const float* totals,
                           const int (&places)[kCount], float (&sums)[kCount][kOwnSums]) {
  // Up to 16 vectors are on their way, for another block's memory is far.
  constexpr int kOfPart = kCount * Tile::kDepths;
  constexpr int kMostParts = kOfPart <= 2 ? 8 : kOfPart <= 4 ? 4 : 1;
  constexpr int kAtOnce = kParts < kMostParts ? kParts : kMostParts;
  static_assert(kParts % kAtOnce == 0);
#pragma unroll 1
  for (int first = 0; first < kParts; first += kAtOnce) {
    float more[kAtOnce * Tile::kDepths][kCount][kOwnSums];
#pragma unroll
    for (int part = 0; part < kAtOnce * Tile::kDepths; ++part) {
      const float* from = totals + part % Tile::kDepths * Tile::kSums;
#if __CUDA_ARCH__ >= 900
      if (kParts > 1) {
        const int block = (first + part / Tile::kDepths) * in.sharers +
                          static_cast<int>(blockIdx.x) % in.sharers;
        from = cooperative_groups::this_cluster().map_shared_rank(from, block);
      }
#endif
#pragma unroll
      for (int i = 0; i < kCount; ++i) {
        if (places[i] >= 0) load_vector(from, places[i], more[part][i]);
      }
    }
#pragma unroll
    for (const auto& part : more) {
#pragma unroll
      for (int i = 0; i < kCount; ++i) {
#pragma unroll
        for (int k = 0; k < kOwnSums; ++k) {
          sums[i][k] += places[i] >= 0 ? part[i][k] : 0;
        }
      }
    }
  }
}

/// Calls body(std::integral_constant<int, s>()) for the binary logarithm s of a split.
template <class Body>
__device__ void with_split(int split_log2, const Body& body) {
#if __CUDA_ARCH__ >= 900
  static_assert(kMostSplit == 8);
  if (split_log2 == 1) return body(std::integral_constant<int, 1>());
  if (split_log2 == 2) return body(std::integral_constant<int, 2>());
  if (split_log2 == 3) return body(std::integral_constant<int, 3>());
#endif
  body(std::integral_constant<int, 0>());
}

/// The value, or the limit if that is greater; NaN for NaN.
__device__ inline float at_least(float value, float limit) {
#if __CUDA_ARCH__ >= 800
  asm("max.NaN.f32 %0, %0, %1;" : "+f"(value) : "f"(limit));
  return value;
#else
  return value < limit ? limit : value;
#endif
}

/// Applies the tails that are left and stores `count` of the numbers. A call, for it is rare that
/// there are any.
__device__ __noinline__ inline void finish_slowly(const ProductArguments& in, float4 sums,
                                                  int64_t index, int count) {
  float values[kOwnSums] = {sums.x, sums.y, sums.z, sums.w};
  if (in.stores_vectors) {
    apply(in.tails, values, index);
    store_vector(in.y, in.shape.y_type, index, values);
    return;
  }
  for (int i = 0; i < count; ++i) {
    store(in.y, in.shape.y_type, index + i, apply(in.tails, values[i], index + i));
  }
}

/// The pixels of y that a tile's rows are: one after the other.
struct RowsInOrder {
  int first;
  int pixels;  ///< of the product

  /// −1 for none.
  __device__ int pixel_of(int row) const { return first + row < pixels ? first + row : -1; }
};

/// Stores kOwnSums numbers of y from `index` on, of which it has `count`.
__device__ inline void store_sums(const ProductArguments& in, int64_t index,
                                  const float (&sums)[kOwnSums], int count) {
  if (in.stores_as_is) {
    store_vector(in.y, in.shape.y_type, index, sums);
  } else {
    finish_slowly(in, make_float4(sums[0], sums[1], sums[2], sums[3]), index, count);
  }
}

/// Stores what the 1 << kSplitLog2 blocks of a cluster have written to their `totals`, [kDepths,
/// kRows, kSumPitch], with bias, residual and ReLU. Each block has a part of the rows, and each
/// thread the same columns of several.
template <int kSplitLog2, class Tile, class Rows>
__device__ void finish_rows(const ProductArguments& in, const TilePart& block, const Rows& rows,
                            const float* totals, const float* bias_of_columns) {
  constexpr int kVectors = Tile::kColumns / kOwnSums;
  constexpr int kRowStep = Tile::kThreads / kVectors;
  constexpr int kRows = Tile::kRows >> kSplitLog2;
  constexpr int kOwnRows = (kRows + kRowStep - 1) / kRowStep;
  constexpr int kBatch = kOwnRows < 4 ? kOwnRows : 4;  // rows that are on their way
  static_assert(Tile::kThreads % kVectors == 0);
  const int column = static_cast<int>(threadIdx.x) % kVectors * kOwnSums;
  const int end = (block.part + 1) * kRows;
  const int filter = block.first_column + column;
  const int64_t first = block.group * in.shape.filters + filter;
  const int count = min(kOwnSums, in.shape.filters - filter);
  if (count <= 0) return;
  const float least = in.has_relu ? 0 : -INFINITY;
  float bias[kOwnSums];
  load_vector(bias_of_columns, column, bias);
  int row = block.part * kRows + static_cast<int>(threadIdx.x) / kVectors;
#pragma unroll 1
  for (; row < end; row += kBatch * kRowStep) {
    int64_t indices[kBatch];
    int places[kBatch];
    float residuals[kBatch][kOwnSums];
    float sums[kBatch][kOwnSums];
#pragma unroll
    for (int i = 0; i < kBatch; ++i) {
      const int own = row + i * kRowStep;
      const int pixel = own < end ? rows.pixel_of(own) : -1;
      indices[i] = first + int64_t{pixel} * in.shape.y_pitch;
      places[i] = pixel < 0 ? -1 : own * Tile::kSumPitch + column;
#pragma unroll
      for (int k = 0; k < kOwnSums; ++k) sums[i][k] = bias[k];
    }
    if (in.residual != nullptr) {
      with_type(in.residual_type, [&](auto element) {
        const auto* const data = static_cast<const decltype(element)*>(in.residual);
#pragma unroll
        for (int i = 0; i < kBatch; ++i) {
          if (places[i] >= 0) load_vector(data, indices[i], residuals[i]);
        }
      });
    }
    add_totals<Tile, 1 << kSplitLog2>(in, totals, places, sums);
#pragma unroll
    for (int i = 0; i < kBatch; ++i) {
      if (places[i] < 0) continue;
      if (in.residual != nullptr) {
#pragma unroll
        for (int k = 0; k < kOwnSums; ++k) sums[i][k] += residuals[i][k];
      }
#pragma unroll
      for (float& sum : sums[i]) sum = at_least(sum, least);
      store_sums(in, indices[i], sums[i], count);
    }
  }
}

/// Finishes what a block has of a tile.
template <class Tile, class Rows>
__device__ void finish_tile(const ProductArguments& in, const TilePart& block, const Rows& rows,
                            const float* totals, const float* bias_of_columns) {
  with_split(in.split_log2, [&](auto log2) {
    finish_rows<decltype(log2)::value, Tile>(in, block, rows, totals, bias_of_columns);
  });
}

/// Calls finish() between the meetings of the cluster's blocks.
template <class Finish>
__device__ void between_meetings(const ProductArguments& in, const Finish& finish) {
#if __CUDA_ARCH__ >= 900
  if (in.split_log2 > 0) {
    cooperative_groups::this_cluster().sync();
  } else
#endif
  {
    __syncthreads();
  }
  finish();
#if __CUDA_ARCH__ >= 900
  // Others read what this block holds; nobody reads what it has stored.
  if (in.split_log2 > 0 || in.sharers > 1) {
    asm volatile("barrier.cluster.arrive.relaxed;" ::: "memory");
    asm volatile("barrier.cluster.wait;" ::: "memory");
  }
#endif
}

/// Finishes a tile whose rows are in order; `memory` begins with the totals.
template <class Tile>
__device__ void finish_in_order(const ProductArguments& in, const TilePart& block,
                                const unsigned char* memory) {
  between_meetings(in, [&] {
    finish_tile<Tile>(in, block, RowsInOrder{block.row_tile * Tile::kRows, in.pixels},
                      reinterpret_cast<const float*>(memory),
                      reinterpret_cast<const float*>(memory + bias_place<Tile>(block.count)));
  });
}

template <class Tile>
int shared_bytes_of(int own_tiles) {
  return bias_place<Tile>(own_tiles) + Tile::kColumns * static_cast<int>(sizeof(float));
}

template <class Tile>
ProductKernel kernel_of(void (*run)(ProductsArguments)) {
  return {run, Tile::kThreads, shared_bytes_of<Tile>(INT_MAX),
          [](const ProductArguments& in) { return shared_bytes_of<Tile>(in.own_tiles); }};
}

/// Calls body(Tiling()) for the one of these tilings that has the tile's rows and columns.
template <class... Tilings, class Body>
void with_tiling(const ProductTile& tile, const Body& body) {
  const auto call = [&](auto tiling) {
    using Tile = decltype(tiling);
    if (tile.rows == Tile::kRows && tile.columns == Tile::kColumns) body(tiling);
  };
  (call(Tilings()), ...);
}

}  // namespace ingot::backend::cuda::kernels
