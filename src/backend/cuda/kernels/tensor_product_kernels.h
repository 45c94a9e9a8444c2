#pragma once

#include <cuda_fp16.h>

#include "backend/cuda/kernels/tensor_product.h"

namespace ingot::backend::cuda::kernels {

/// Cells that the window of a product by windows has at least.
inline constexpr int kLeastCells = 4;
/// Pixels of a patch that its blocks of so many rows keep, where the patch has `pitch` of them in a
/// line, and at most.
__host__ __device__ inline int32_t patch_pixels(const TensorProduct& shape, int32_t rows,
                                                int32_t pitch) {
  return rows + (shape.window_height - 1) * pitch + shape.window_width - 1;
}
constexpr int32_t most_patch(int32_t rows) { return rows + 160; }

/// Blocks that share the copies of their filters, at most.
inline constexpr int32_t kMostSharers = 2;

/// Rectangles of pixels that cover an image of y. Blocks by windows have one each; rows of their
/// tiles are its lines, with the cells of a window but one between two of them.
struct Rectangles {
  int32_t height = 0;  ///< of one; 0 where none fits
  int32_t width = 0;
  int32_t down = 0;  ///< so many cover the image
  int32_t across = 0;
  int32_t pitch_inverse = 0;  ///< row / (width + cells between) is row · pitch_inverse >> 16
};

struct ProductArguments {
  TensorProduct shape;
  Rectangles rectangles;
  int32_t split_log2;
  int32_t sharers;    ///< neighbouring blocks of a cluster that have the same filters
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
