#include "backend/cuda/kernels/tensor_product.h"

#include <algorithm>
#include <limits>

#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/tail.cuh"
#include "backend/cuda/kernels/tensor_product_kernels.h"

namespace ingot::backend::cuda::kernels {
namespace {

constexpr int64_t divide_up(int64_t a, int64_t b) { return (a + b - 1) / b; }

int64_t chunks_of_cell(const TensorProduct& shape) {
  return divide_up(shape.channels, elements_of_chunk(shape.x_type));
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
    arguments.residual_type = operand.type;
    drop();
  }
  if (tails.count > 0 && is_relu(tails.tails[0].function)) {
    arguments.has_relu = true;
    drop();
  }
}

ProductKernel kernel_of(const ProductTile& tile, Element factors) {
  using OfTile = ProductKernel(const ProductTile&);
  constexpr OfTile* kKernels[][3] = {
      {warp_product_tf32, group_product_tf32, window_product_tf32},
      {warp_product_f16, group_product_f16, window_product_f16},
      {warp_product_bf16, group_product_bf16, window_product_bf16}};
  return kKernels[static_cast<int>(factors)][static_cast<int>(tile.kind)](tile);
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

int64_t cells_of(const TensorProduct& shape) {
  return int64_t{shape.window_height} * shape.window_width;
}

/// Whether blocks can multiply by windows if there is a rectangle for them.
bool has_windows(const TensorProduct& shape) {
  const bool has_steps_of_one = shape.stride_height == 1 && shape.stride_width == 1 &&
                                shape.dilation_height == 1 && shape.dilation_width == 1;
  const bool has_whole_chunks = shape.channels % elements_of_chunk(shape.x_type) == 0;
  return has_steps_of_one && shape.groups == 1 && has_cells_inside(shape) && has_whole_chunks &&
         cells_of(shape) >= kLeastCells &&
         int64_t{shape.x_height} * shape.x_width * shape.x_pitch <= std::numeric_limits<int>::max();
}

/// By windows the fewest rectangles that a tile's rows hold, of those the ones whose patches are
/// smallest; else none. They have whole windows of maxima.
Rectangles rectangles_of(const TensorProduct& shape, const ProductTile& tile) {
  Rectangles best;
  if (tile.kind != ProductKind::kWindows || !has_windows(shape)) return best;
  if (shape.y_height == 0 || shape.y_width == 0) return {1, 1, 0, 0, 1 << 16};
  int32_t best_read = 0;
  const auto up = [](int32_t a, int32_t b) { return (a + b - 1) / b; };
  const int32_t step = shape.maxima.height > 0 ? 2 : 1;
  for (int32_t most_width = shape.y_width; most_width > 0; --most_width) {
    most_width = up(shape.y_width, up(shape.y_width, most_width));
    const int32_t width = up(most_width, step) * step;
    const int32_t across = up(shape.y_width, width);
    const int32_t pitch = width + shape.window_width - 1;
    const int32_t most = (tile.rows + shape.window_width - 1) / pitch / step * step;
    const int32_t read = patch_pixels(shape, tile.rows, pitch);
    if (most == 0 || read > most_patch(tile.rows) || tile.rows * pitch > 1 << 16) continue;
    const int32_t down = up(shape.y_height, most);
    const int32_t height = up(up(shape.y_height, down), step) * step;
    const int64_t more = int64_t{down} * across - int64_t{best.down} * best.across;
    if (best.height > 0 && (more > 0 || (more == 0 && read >= best_read))) continue;
    best = {height, width, down, across, up(1 << 16, pitch)};
    best_read = read;
  }
  return best;
}

/// Tiles of the depth that a block has.
int64_t own_tiles(const TensorProduct& shape, const ProductTile& tile) {
  const int64_t tiles_of_part = tile.kind == ProductKind::kWindows ? cells_of(shape) : 1;
  return divide_up(depth_parts(shape, tile), tile.split) * tiles_of_part;
}

int64_t row_tiles_of(const TensorProduct& shape, const ProductTile& tile,
                     const Rectangles& rectangles) {
  return tile.kind == ProductKind::kWindows
             ? int64_t{shape.batch} * rectangles.down * rectangles.across
             : divide_up(pixels_of(shape), tile.rows);
}

/// Blocks that share the copies of their filters: those by windows, which read more of them than of
/// pixels, where there are as many tiles of rows, or enough for some blocks to have none.
int32_t sharers_of(const TensorProduct& shape, const ProductTile& tile,
                   const Rectangles& rectangles) {
  if (tile.kind != ProductKind::kWindows) return 1;
  const int64_t tiles = row_tiles_of(shape, tile, rectangles);
  int32_t sharers = std::min(kMostSharers, kMostSplit / tile.split);
  while (sharers > 1 && tiles % sharers != 0 && tiles < 4 * sharers) sharers /= 2;
  return sharers;
}

ProductArguments arguments_of(const ProductLaunch& product, const ProductTile& tile) {
  const TensorProduct& shape = product.shape;
  const int32_t window_rows = shape.window_height * shape.dilation_height;
  const int32_t window_columns = shape.window_width * shape.dilation_width;
  const int64_t line = int64_t{shape.x_width} * shape.x_pitch;
  const Rectangles rectangles = rectangles_of(shape, tile);
  ProductArguments arguments{
      .shape = shape,
      .rectangles = rectangles,
      .split_log2 = log2_of(tile.split),
      .sharers = sharers_of(shape, tile, rectangles),
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
      .residual_type = Element::kFloat32,
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
                         int64_t blocks, int sharers, int shared_bytes) {
  return {dim3(static_cast<unsigned>(blocks), static_cast<unsigned>(groups * tile.split)),
          dim3(static_cast<unsigned>(kernel.threads)),
          dim3(static_cast<unsigned>(sharers), static_cast<unsigned>(tile.split)),
          static_cast<size_t>(shared_bytes)};
}

}  // namespace

int64_t place_of_chunk(const TensorProduct& shape, int64_t cell, int64_t chunk) {
  if (!has_cells_inside(shape)) return cell * chunks_of_cell(shape) + chunk;
  return (chunk / kTileChunks * cells_of(shape) + cell) * kTileChunks + chunk % kTileChunks;
}

int64_t chunks_of_filter(const TensorProduct& shape) {
  const int64_t chunks = chunks_of_cell(shape) * cells_of(shape);
  return divide_up(chunks, kTileChunks) * kTileChunks;
}

int64_t chunks_of_filters(const TensorProduct& shape) {
  const int64_t blocks = divide_up(int64_t{shape.groups} * shape.filters, kFilterBlock);
  return blocks * kFilterBlock * chunks_of_filter(shape);
}

bool has_tile(const ProductTile& tile, Element factors) {
  return kernel_of(tile, factors).run != nullptr;
}

size_t shared_memory_of(const ProductTile& tile, Element factors) {
  return static_cast<size_t>(kernel_of(tile, factors).most_shared_bytes);
}

bool allows_tile(const TensorProduct& shape, const ProductTile& tile) {
  return tile.kind == ProductKind::kWindows ? rectangles_of(shape, tile).height > 0
                                            : shape.maxima.height == 0;
}

int64_t row_tiles(const TensorProduct& shape, const ProductTile& tile) {
  return row_tiles_of(shape, tile, rectangles_of(shape, tile));
}

int64_t depth_parts(const TensorProduct& shape, const ProductTile& tile) {
  const int64_t chunks =
      tile.kind == ProductKind::kWindows ? chunks_of_cell(shape) : chunks_of_filter(shape);
  return chunks / kTileChunks;
}

cudaError_t prepare_tensor_products(const ProductTile& tile, Element factors) {
  const ProductKernel kernel = kernel_of(tile, factors);
  return prepare_shared_memory(kernel.run, kernel.most_shared_bytes);
}

cudaError_t tensor_products(const ProductLaunch* products, int count, const ProductTile& tile,
                            cudaStream_t stream) {
  ProductsArguments arguments{};
  int64_t blocks = 0;
  int shared_bytes = 0;
  const TensorProduct& first = products[0].shape;
  const ProductKernel kernel = kernel_of(tile, first.x_type);
  for (int i = 0; i < count; ++i) {
    const ProductLaunch& product = products[i];
    ProductArguments& own = arguments.products[arguments.count];
    own = arguments_of(product, tile);
    const int64_t rows = row_tiles_of(product.shape, tile, own.rectangles);
    const int64_t own_blocks =
        own.column_tiles * divide_up(rows, int64_t{own.sharers}) * own.sharers;
    if (own_blocks == 0) continue;
    arguments.first_blocks[arguments.count++] = static_cast<int32_t>(blocks);
    blocks += own_blocks;
    shared_bytes = std::max(shared_bytes, kernel.shared_bytes(own));
  }
  if (blocks == 0) return cudaSuccess;
  const int sharers = arguments.products[0].sharers;
  return launch(kernel.run,
                launch_shape(kernel, tile, first.groups, blocks, sharers, shared_bytes), stream,
                arguments);
}

}  // namespace ingot::backend::cuda::kernels
