#include "backend/cuda/kernels/tensor_product.h"

#include <algorithm>
#include <climits>

#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/tail.cuh"
#include "backend/cuda/kernels/tensor_product_kernels.h"

namespace ingot::backend::cuda::kernels {
namespace {

constexpr int64_t divide_up(int64_t a, int64_t b) { return (a + b - 1) / b; }

int64_t chunks_of_cell(const TensorProduct& shape) {
  return divide_up(shape.channels, elements_of_chunk(shape.is_half));
}

constexpr int log2_of(int power) { return power == 1 ? 0 : 1 + log2_of(power / 2); }

bool is_aligned(const void* pointer) { return reinterpret_cast<uintptr_t>(pointer) % 16 == 0; }

/// Takes a sum with a tensor of y's shape, and then a ReLU, from the beginning of the tails.
void take_frequent_tails(ProductArguments& arguments) {
  Tails& tails = arguments.tails;
  const auto drop = [&] { std::copy(tails.tails + 1, tails.tails + tails.count--, tails.tails); };
  const Operand& operand = tails.tails[0].operand;
  if (tails.count > 0 && is_sum(tails.tails[0].function) && !operand.is_along_channels &&
      arguments.stores_vectors) {
    arguments.residual = operand.data;
    arguments.is_residual_half = operand.is_half;
    drop();
  }
  if (tails.count > 0 && is_relu(tails.tails[0].function)) {
    arguments.has_relu = true;
    drop();
  }
}

ProductKernel kernel_of(const ProductTile& tile, bool is_half) {
  if (tile.is_by_groups) return is_half ? group_product_f16(tile) : group_product_tf32(tile);
  return is_half ? warp_product_f16(tile) : warp_product_tf32(tile);
}

bool stores_vectors(const TensorProduct& shape, const Tails& tails, const void* y) {
  bool all = shape.y_pitch % kVector == 0 && is_aligned(y);
  for (int i = 0; i < tails.count; ++i) {
    const Operand& operand = tails.tails[i].operand;
    all = all && (operand.is_along_channels || is_aligned(operand.data));
  }
  return all;
}

bool has_cells_inside(const TensorProduct& shape) {
  return chunks_of_cell(shape) % kTileChunks == 0;
}

int64_t pixels_of(const TensorProduct& shape) {
  return int64_t{shape.batch} * shape.y_height * shape.y_width;
}

int64_t blocks_of(const TensorProduct& shape, const ProductTile& tile) {
  return divide_up(shape.filters, tile.columns) * divide_up(pixels_of(shape), tile.rows);
}

/// Tiles of the depth that a block has.
int64_t own_tiles(const TensorProduct& shape, const ProductTile& tile) {
  return divide_up(chunks_of_filter(shape) / kTileChunks, tile.split);
}

ProductArguments arguments_of(const ProductLaunch& product, const ProductTile& tile) {
  const TensorProduct& shape = product.shape;
  const int32_t window_rows = shape.window_height * shape.dilation_height;
  const int32_t window_columns = shape.window_width * shape.dilation_width;
  const int64_t line = int64_t{shape.x_width} * shape.x_pitch;
  ProductArguments arguments{
      .shape = shape,
      .split_log2 = log2_of(tile.split),
      .own_tiles = static_cast<int32_t>(own_tiles(shape, tile)),
      .pixels = static_cast<int32_t>(pixels_of(shape)),
      .column_tiles = static_cast<int32_t>(divide_up(shape.filters, tile.columns)),
      .cell_chunks = static_cast<int32_t>(chunks_of_cell(shape)),
      .filter_chunks = static_cast<int32_t>(chunks_of_filter(shape)),
      .window_rows = window_rows,
      .window_columns = window_columns,
      .cell_step = int64_t{shape.dilation_width} * shape.x_pitch,
      .line_step = shape.dilation_height * line - int64_t{window_columns} * shape.x_pitch,
      .window_step = window_rows * line,
      .has_cells_inside = has_cells_inside(shape),
      .reads_words = !is_aligned(product.x),
      .stores_vectors = stores_vectors(shape, product.tails, product.y),
      .stores_as_is = false,
      .is_residual_half = false,
      .has_relu = false,
      .x = product.x,
      .w = product.w,
      .bias = product.bias,
      .residual = nullptr,
      .y = product.y,
      .tails = product.tails};
  take_frequent_tails(arguments);
  arguments.stores_as_is = arguments.stores_vectors && arguments.tails.count == 0;
  return arguments;
}

LaunchShape launch_shape(const ProductKernel& kernel, const ProductTile& tile, int groups,
                         int64_t blocks, int64_t most_tiles) {
  return {dim3(static_cast<unsigned>(blocks), static_cast<unsigned>(groups * tile.split)),
          dim3(static_cast<unsigned>(kernel.threads)), static_cast<unsigned>(tile.split),
          static_cast<size_t>(kernel.shared_bytes(static_cast<int>(most_tiles)))};
}

}  // namespace

int64_t place_of_chunk(const TensorProduct& shape, int64_t cell, int64_t chunk) {
  if (!has_cells_inside(shape)) return cell * chunks_of_cell(shape) + chunk;
  const int64_t cells = int64_t{shape.window_height} * shape.window_width;
  return (chunk / kTileChunks * cells + cell) * kTileChunks + chunk % kTileChunks;
}

int64_t chunks_of_filter(const TensorProduct& shape) {
  const int64_t chunks = chunks_of_cell(shape) * shape.window_height * shape.window_width;
  return divide_up(chunks, kTileChunks) * kTileChunks;
}

bool has_tile(const ProductTile& tile, bool is_half) {
  return kernel_of(tile, is_half).run != nullptr;
}

size_t shared_memory_of(const ProductTile& tile, bool is_half) {
  return static_cast<size_t>(kernel_of(tile, is_half).shared_bytes(INT_MAX));
}

cudaError_t prepare_tensor_products(const ProductTile& tile, bool is_half) {
  const ProductKernel kernel = kernel_of(tile, is_half);
  return prepare_shared_memory(kernel.run, kernel.shared_bytes(INT_MAX));
}

cudaError_t tensor_products(const ProductLaunch* products, int count, const ProductTile& tile,
                            cudaStream_t stream) {
  ProductsArguments arguments{};
  int64_t blocks = 0;
  int64_t most_tiles = 0;
  for (int i = 0; i < count; ++i) {
    const ProductLaunch& product = products[i];
    const int64_t own = blocks_of(product.shape, tile);
    if (own == 0) continue;
    arguments.first_blocks[arguments.count] = static_cast<int32_t>(blocks);
    arguments.products[arguments.count++] = arguments_of(product, tile);
    blocks += own;
    most_tiles = std::max(most_tiles, own_tiles(product.shape, tile));
  }
  if (blocks == 0) return cudaSuccess;
  const TensorProduct& first = products[0].shape;
  const ProductKernel kernel = kernel_of(tile, first.is_half);
  return launch(kernel.run, launch_shape(kernel, tile, first.groups, blocks, most_tiles), stream,
                arguments);
}

}  // namespace ingot::backend::cuda::kernels
