// The pixels of y that a block by windows computes, those of a rectangle, and how it stores them or
// their maxima.
#pragma once

#include "backend/cuda/kernels/tensor_product.cuh"

namespace ingot::backend::cuda::kernels {

/// Pixels of a line of a patch, and cells of a window.
__host__ __device__ inline int pitch_of(const ProductArguments& in) {
  return in.rectangles.width + in.shape.window_width - 1;
}
__host__ __device__ inline int cells_of(const ProductArguments& in) {
  return in.shape.window_height * in.shape.window_width;
}

/// Maxima that begin in a rectangle.
__device__ inline int maxima_of(const ProductArguments& in) {
  return in.rectangles.height / 2 * (in.rectangles.width / 2);
}

/// One of 2 × 2 pixels.
struct Maximum {
  int index;  ///< where y has that of the first filter; −1 for none
  int row;    ///< of the first pixel in the tile
  bool has_below;
  bool has_right;

  static constexpr int kBytes = 2 * sizeof(int);

  __device__ void note(uint32_t at) const {
    store_word(at, static_cast<uint32_t>(index));
    store_word(at + sizeof(int), row << 2 | has_below << 1 | has_right);
  }
  static __device__ Maximum noted(uint32_t at) {
    const uint32_t word = load_word(at + sizeof(int));
    return {static_cast<int>(load_word(at)), static_cast<int>(word >> 2), (word & 2) != 0,
            (word & 1) != 0};
  }
};

/// The pixels of y that a tile's rows are: those of a rectangle, line by line.
struct RowsOfRectangle {
  const ProductArguments& in;
  int image;
  int top;
  int left;

  __device__ RowsOfRectangle(const ProductArguments& arguments, int row_tile) : in(arguments) {
    const Rectangles& all = in.rectangles;
    image = row_tile / (all.down * all.across);
    top = row_tile / all.across % all.down * all.height;
    left = row_tile % all.across * all.width;
  }

  /// −1 for none.
  __device__ int pixel_of(int row) const {
    const int line = row * in.rectangles.pitch_inverse >> 16;
    const int column = row - line * pitch_of(in);
    const int y = top + line;
    const int x = left + column;
    const bool is_there = image < in.shape.batch && line < in.rectangles.height &&
                          column < in.rectangles.width && y < in.shape.y_height &&
                          x < in.shape.y_width;
    return is_there ? (image * in.shape.y_height + y) * in.shape.y_width + x : -1;
  }

  /// Its maximum `number`, of those of its height / 2 · width / 2 that begin in it.
  __device__ Maximum maximum(int number) const {
    const Maxima& all = in.shape.maxima;
    const int own_width = in.rectangles.width / 2;
    const int line = number / own_width;
    const int column = number % own_width;
    const int y = top / 2 + line;
    const int x = left / 2 + column;
    const bool is_there = image < in.shape.batch && line < in.rectangles.height / 2 &&
                          y < all.height && x < all.width;
    const int first = all.is_linear ? image * in.shape.filters * all.height * all.width
                                    : image * all.height * all.width * in.shape.y_pitch;
    const int pixel = y * all.width + x;
    return {is_there ? first + pixel * (all.is_linear ? 1 : in.shape.y_pitch) : -1,
            2 * (line * pitch_of(in) + column), 2 * y + 1 < in.shape.y_height,
            2 * x + 1 < in.shape.y_width};
  }
};

/// The same, as noted.
struct NotedRows {
  uint32_t notes;

  __device__ int pixel_of(int row) const {
    return static_cast<int>(load_word(notes + row * sizeof(int)));
  }
};

/// Notes where the tile's sums go, for finish_window; by the first kThreads threads of a block.
template <class Tile, int kThreads>
__device__ void note_places(const ProductArguments& in, const RowsOfRectangle& pixels,
                            uint32_t notes) {
  const bool has_maxima = in.shape.maxima.height > 0;
  const int count = has_maxima ? maxima_of(in) : Tile::kRows;
  for (int i = static_cast<int>(threadIdx.x); i < count; i += kThreads) {
    if (has_maxima) {
      pixels.maximum(i).note(notes + i * Maximum::kBytes);
    } else {
      store_word(notes + i * sizeof(int), pixels.pixel_of(i));
    }
  }
}

/// finish_rows for the maxima of a rectangle's pixels.
template <int kSplitLog2, class Tile>
__device__ void finish_maxima(const ProductArguments& in, const TilePart& block, uint32_t notes,
                              const float* totals, const float* bias_of_columns) {
  constexpr int kVectors = Tile::kColumns / kOwnSums;
  constexpr int kStep = Tile::kThreads / kVectors;
  const Maxima& all = in.shape.maxima;
  const int column = static_cast<int>(threadIdx.x) % kVectors * kOwnSums;
  const int filter = block.first_column + column;
  const int count = min(kOwnSums, in.shape.filters - filter);
  if (count <= 0) return;
  const int own = (maxima_of(in) + (1 << kSplitLog2) - 1) >> kSplitLog2;
  const int end = min((block.part + 1) * own, maxima_of(in));
  const int filter_step = all.is_linear ? all.height * all.width : 1;
  const float least = in.has_relu ? 0 : -INFINITY;
  float bias[kOwnSums];
  load_vector(bias_of_columns, column, bias);
  int i = block.part * own + static_cast<int>(threadIdx.x) / kVectors;
#pragma unroll 1
  for (; i < end; i += kStep) {
    const Maximum maximum = Maximum::noted(notes + i * Maximum::kBytes);
    if (maximum.index < 0) continue;
    const int first = maximum.row * Tile::kSumPitch + column;
    const int below = maximum.has_below ? first + pitch_of(in) * Tile::kSumPitch : -1;
    const int places[] = {first, maximum.has_right ? first + Tile::kSumPitch : -1, below,
                          maximum.has_right && below >= 0 ? below + Tile::kSumPitch : -1};
    float sums[4][kOwnSums];
#pragma unroll
    for (auto& pixel : sums) {
#pragma unroll
      for (int k = 0; k < kOwnSums; ++k) pixel[k] = bias[k];
    }
    add_totals<Tile, 1 << kSplitLog2>(in, totals, places, sums);
#pragma unroll
    for (int k = 0; k < kOwnSums; ++k) {
      float& largest = sums[0][k];
#pragma unroll
      for (int pixel = 1; pixel < 4; ++pixel) {
        if (places[pixel] >= 0) largest = fmaxf(largest, sums[pixel][k]);
      }
      largest = at_least(largest, least);
    }
    const int64_t index = maximum.index + int64_t{filter} * filter_step;
    if (all.is_linear) {
#pragma unroll
      for (int k = 0; k < kOwnSums; ++k) {
        if (k < count) store(in.y, in.shape.y_type, index + k * filter_step, sums[0][k]);
      }
    } else {
      store_vector(in.y, in.shape.y_type, index, sums[0]);
    }
  }
}

/// Finishes what a block has of a tile, as noted.
template <class Tile>
__device__ void finish_window(const ProductArguments& in, const TilePart& block, uint32_t notes,
                              const float* totals, const float* bias_of_columns) {
  if (in.shape.maxima.height > 0) {
    with_split(in.split_log2, [&](auto log2) {
      finish_maxima<decltype(log2)::value, Tile>(in, block, notes, totals, bias_of_columns);
    });
  } else {
    finish_tile<Tile>(in, block, NotedRows{notes}, totals, bias_of_columns);
  }
}

}  // namespace ingot::backend::cuda::kernels
