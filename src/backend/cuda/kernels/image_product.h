#pragma once

#include <cuda_runtime_api.h>

#include "backend/cuda/kernels/tensor_product.h"

namespace ingot::backend::cuda::kernels {

/// The product of tensor_product.h for images x of few channels, as networks begin with: linear
/// f32, rounded to y's type, or to tf32 for a y of f32, on the way to shared memory. Its depth runs
/// over the channels, the rows of the window and its columns, filled up to whole words. One group,
/// no dilation.

/// Filters that a warp computes at once, and of y a block's pairs of rows and its columns at most,
/// in 16s. Blocks of few columns keep w in shared memory: they are for images that make few.
struct ImageTile {
  int32_t filters;
  int32_t row_pairs;
  int32_t most_parts;

  bool keeps_filters() const { return most_parts < 8; }
};

/// The tiles that there are.
inline constexpr ImageTile kImageTiles[] = {{64, 1, 8}, {64, 2, 8}, {64, 4, 8}, {32, 1, 8},
                                            {32, 2, 8}, {32, 4, 8}, {96, 1, 8}, {96, 2, 8},
                                            {96, 4, 8}, {32, 1, 4}, {32, 2, 4}, {32, 1, 2}};

/// Words of the depth that one product takes, and elements of so many bytes in a word.
inline constexpr int kImageWords = 8;
__host__ __device__ constexpr int image_elements(size_t bytes) {
  return static_cast<int>(4 / bytes);
}

/// The window's columns, filled up.
int64_t image_columns(const TensorProduct& shape);
/// Products along the depth.
int64_t image_steps(const TensorProduct& shape);
/// The filters, filled up to whole tiles.
int64_t image_filters(const TensorProduct& shape, const ImageTile& tile);

/// Bytes of shared memory that a block takes at most; not less for a wider or higher image.
int64_t most_image_shared_bytes(const TensorProduct& shape, const ImageTile& tile);

/// To be called once before image_product makes elements of that type with the tile; `most` is the
/// GPU's limit.
cudaError_t prepare_image_product(const ImageTile& tile, Element type, size_t most);

/// x [batch, channels, x_height, x_width]; w [filters / tile.filters, steps, tile.filters / 16, 32
/// lanes, 4 words]: lane l has of filters l / 4 and 8 + l / 4 of 16 the words l % 4 and 4 + l % 4
/// of a step; bias [filters] may be null; y [pixels, y_pitch], aligned to vectors.
cudaError_t image_product(const TensorProduct& shape, const ImageTile& tile, const float* x,
                          const void* w, const float* bias, const Tails& tails, void* y,
                          cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
