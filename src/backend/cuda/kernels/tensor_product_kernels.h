#pragma once

#include <cuda_fp16.h>

#include "backend/cuda/kernels/tensor_product.h"

namespace ingot::backend::cuda::kernels {

/// Tiles of filters that blocks by windows copy ahead; cells that a window has at least.
inline constexpr int kWindowAhead = 3;
/// Pixels of a patch and of an image that they read, at most.
inline constexpr int32_t kMostPatch = 384;
inline constexpr int64_t kMostImage = (int64_t{1} << 28) - 1;

/// Rectangles of pixels that cover an image of y. Blocks by windows have one each.
struct Rectangles {
  int32_t height = 0;  ///< of one; 0 where none fits
  int32_t width = 0;
  int32_t down = 0;  ///< so many cover the image
  int32_t across = 0;
  int32_t width_inverse = 0;  ///< row / width is row · width_inverse >> 16, for a tile's rows
};

struct ProductArguments {
  TensorProduct shape;
  Rectangles rectangles;
  int32_t split_log2;
  int32_t own_tiles;  ///< tiles of the depth that a block has at most
  int32_t pixels;     ///< rows of the product
  int32_t column_tiles;
  int32_t cell_chunks;  ///< of a group's channels in a cell
  int32_t filter_chunks;
  int32_t window_rows;  ///< rows and columns of x under a window, with the dilation behind the last
  int32_t window_columns;
  int64_t cell_step;      ///< elements of x from a cell to the next one of its row,
  int64_t line_step;      ///< from behind a row's last cell to the next row,
  int64_t window_step;    ///< and from the first row to behind the last
  bool has_cells_inside;  ///< the cells of a tile's channels follow each other
  bool reads_words;       ///< x is not aligned to chunks
  bool stores_vectors;    ///< y, and what tails read beside it, are aligned to vectors
  bool stores_as_is;      ///< it stores vectors, and no tails are left
  Element residual_type;
  bool has_relu;  ///< what is below 0 then becomes 0
  const void* x;
  const void* w;
  const float* bias;
  const void* residual;  ///< added to the sums; null for none
  void* y;
  Tails tails;  ///< what is left
};

/// Of several products: the blocks of product i begin with first_blocks[i].
struct ProductsArguments {
  int32_t count;
  int32_t first_blocks[kMostTogether];
  ProductArguments products[kMostTogether];
};

/// One of the kernels, and how it is launched; null where there is none.
struct ProductKernel {
  void (*run)(ProductsArguments) = nullptr;
  int threads = 0;
  /// Bytes of shared memory that a block takes: at most, and for a product.
  int most_shared_bytes = 0;
  int (*shared_bytes)(const ProductArguments& product) = nullptr;
};

/// Those whose warps multiply by themselves, with factors of 16 bits and with f32 ones rounded to
/// tf32.
ProductKernel warp_product_f16(const ProductTile& tile);
ProductKernel warp_product_bf16(const ProductTile& tile);
ProductKernel warp_product_tf32(const ProductTile& tile);
/// Those whose groups of warps multiply out of shared memory, compiled for sm_90a alone.
ProductKernel group_product_f16(const ProductTile& tile);
ProductKernel group_product_bf16(const ProductTile& tile);
ProductKernel group_product_tf32(const ProductTile& tile);
/// Those whose blocks keep a patch of the image, likewise.
ProductKernel window_product_f16(const ProductTile& tile);
ProductKernel window_product_bf16(const ProductTile& tile);
ProductKernel window_product_tf32(const ProductTile& tile);

}  // namespace ingot::backend::cuda::kernels
