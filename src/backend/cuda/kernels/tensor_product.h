#pragma once

#include <cuda_runtime_api.h>

#include "backend/cuda/kernels/tail.h"

namespace ingot::backend::cuda::kernels {

/// What a product by windows stores instead of its pixels: the maxima of 2 × 2 of them, two apart.
/// Those at the end of an axis may be of fewer.
struct Maxima {
  int32_t height = 0;  ///< of an image of them; 0: pixels are stored
  int32_t width = 0;
  bool is_linear = false;  ///< [batch, filters, height, width], else with the channels last
};

/// A convolution over two spatial axes as a product of matrices on tensor cores: its rows are
/// pixels of y, its columns filters, its depth runs over the window's cells and, in each, over the
/// channels. Without a window it is a matrix product.
///
/// x and y have the channels last; what fills them up is never used. Factors of 16 bits are
/// multiplied as they are, f32 ones rounded to tf32; sums are f32.
struct TensorProduct {
  int32_t batch = 1;
  int32_t groups = 1;
  int32_t channels = 1;  ///< of a group
  int32_t filters = 1;   ///< of a group
  int32_t x_pitch = 8;   ///< elements from one pixel to the next
  int32_t y_pitch = 8;   ///< or from one of the maxima to the next
  int32_t x_height = 1, x_width = 1;
  int32_t y_height = 1, y_width = 1;
  int32_t window_height = 1, window_width = 1;
  int32_t stride_height = 1, stride_width = 1;
  int32_t dilation_height = 1, dilation_width = 1;
  int32_t pad_height = 0, pad_width = 0;
  Element x_type = Element::kFloat16;  ///< of w too
  Element y_type = Element::kFloat16;
  Maxima maxima{};
};

/// Bytes of x and w that are copied at once, and elements of them.
inline constexpr int kChunkBytes = 16;
constexpr int elements_of_chunk(Element type) {
  return kChunkBytes / static_cast<int>(size_of(type));
}

/// Chunks of the depth that a block multiplies at once.
inline constexpr int kTileChunks = 8;

/// Chunks of a filter of w, filled up with zeros to a multiple of kTileChunks.
int64_t chunks_of_filter(const TensorProduct& shape);

/// Where a filter has the chunk of channels `chunk` of a cell. Cells follow each other; where their
/// channels make whole tiles, tiles of the same channels do, for neighbours read the same pixels.
int64_t place_of_chunk(const TensorProduct& shape, int64_t cell, int64_t chunk);

/// Filters whose chunks of a tile of the depth lie together in w, as tensor_product.cuh has them in
/// shared memory; the last ones are filled up with zeros.
inline constexpr int kFilterBlock = 64;

/// Chunks of w, and where it has the one at `place` of a filter of so many.
int64_t chunks_of_filters(const TensorProduct& shape);
constexpr int64_t place_in_filters(int64_t filter_chunks, int64_t filter, int64_t place) {
  const int64_t tile = filter / kFilterBlock * (filter_chunks / kTileChunks) + place / kTileChunks;
  return (tile * kFilterBlock + filter % kFilterBlock) * kTileChunks +
         (place % kTileChunks ^ filter % kTileChunks);
}

/// Who multiplies: warps by themselves, groups of warps, or such groups out of a patch of x that
/// their block keeps for all cells of a window. Groups are on sm_90 alone.
enum class ProductKind : int32_t { kWarps, kGroups, kWindows };

/// Rows and columns of y that a block computes, and blocks that share the depth of one tile.
struct ProductTile {
  int32_t rows;
  int32_t columns;
  ProductKind kind;
  int32_t split = 1;
};

/// The tiles that there are, with a split of 1.
inline constexpr ProductTile kProductTiles[] = {
    {128, 128, ProductKind::kWarps},  {128, 64, ProductKind::kWarps},
    {256, 128, ProductKind::kWarps},  {64, 128, ProductKind::kWarps},
    {64, 64, ProductKind::kWarps},    {64, 32, ProductKind::kWarps},
    {128, 32, ProductKind::kWarps},   {16, 32, ProductKind::kWarps},
    {64, 64, ProductKind::kGroups},   {64, 128, ProductKind::kGroups},
    {128, 64, ProductKind::kGroups},  {128, 128, ProductKind::kGroups},
    {128, 256, ProductKind::kGroups}, {256, 128, ProductKind::kGroups},
    {64, 64, ProductKind::kWindows},  {128, 64, ProductKind::kWindows},
    {240, 64, ProductKind::kWindows}, {240, 128, ProductKind::kWindows},
    {480, 64, ProductKind::kWindows}};
/// Blocks of one cluster: a split is a power of two up to this, and 1 where there are no clusters.
inline constexpr int kMostSplit = 8;

/// Whether the library has the tile for these factors, and bytes of shared memory that its blocks
/// take.
bool has_tile(const ProductTile& tile, Element factors);
size_t shared_memory_of(const ProductTile& tile, Element factors);

/// Whether the tile computes the product. By windows it has windows of several cells, without
/// strides and dilations, in one group whose channels make whole tiles of the depth. By windows
/// alone it has maxima.
bool allows_tile(const TensorProduct& shape, const ProductTile& tile);

/// Tiles of rows that the product has, and what a split divides: tiles of the depth, by windows
/// those of all cells together.
int64_t row_tiles(const TensorProduct& shape, const ProductTile& tile);
int64_t depth_parts(const TensorProduct& shape, const ProductTile& tile);

/// A product with what it reads and writes: w [chunks_of_filters]; bias [groups·filters] may
/// be null; y [pixels, y_pitch], or maxima, without tails but a ReLU.
struct ProductLaunch {
  TensorProduct shape;
  const void* x;
  const void* w;
  const float* bias;
  Tails tails;
  void* y;
};

/// Products that one launch computes.
inline constexpr int kMostTogether = 4;

/// To be called once before tensor_products is launched with these.
cudaError_t prepare_tensor_products(const ProductTile& tile, Element factors);

/// 1 to kMostTogether products of factors of one type, in tiles of one kind that they allow;
/// several have one group each, and are not by windows.
cudaError_t tensor_products(const ProductLaunch* products, int count, const ProductTile& tile,
                            cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
