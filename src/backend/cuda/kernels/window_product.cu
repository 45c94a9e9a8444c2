// Kernels of tensor_product.h for convolutions whose blocks keep a patch of the image: a block
// computes a rectangle of pixels, copies what lies under all cells of its window once for each tile
// of channels, and its groups of four warps multiply out of that (wgmma, which sm_90a alone has).
#include "backend/cuda/kernels/group_product.cuh"
#include "backend/cuda/kernels/tensor_product_kernels.h"

#if defined(INGOT_CUDA_SM_90A)

namespace ingot::backend::cuda::kernels {
namespace {

/// kGroups groups share the rows of a tile; each computes all of its columns. A multiprocessor has
/// registers for kBlocks blocks.
template <int kRowCount, int kColumnCount, int kGroupCount, int kBlockCount>
struct WindowTiling
    : Tiling<kRowCount, kColumnCount, kGroupThreads * kGroupCount, kWindowAhead + 2> {
  static constexpr int kRowParts = kRowCount / kGroupCount / kGroupRows;
  static constexpr int kBlocks = kBlockCount;
  static constexpr int kFilterBytes = kColumnCount * kTileBytes;  ///< of a tile of the depth
  static_assert(kRowParts > 0);
};

/// Where a block keeps what it reads in shared memory. It begins with tiles of filters; the sums
/// take the place of these and of the patches.
struct Layout {
  int patches;  ///< one, or two in turns
  int patch_bytes;
  int bias;
  int notes;  ///< a word for each pixel of a patch
  int end;
};

template <class Tile>
__host__ __device__ Layout layout_of(int patch_pixels, int patch_count) {
  Layout layout{};
  layout.patches = Tile::kStages * Tile::kFilterBytes;
  layout.patch_bytes = patch_pixels * kTileBytes;
  layout.bias = max(layout.patches + patch_count * layout.patch_bytes,
                    Tile::kSums * static_cast<int>(sizeof(float)));
  layout.notes = layout.bias + Tile::kColumns * static_cast<int>(sizeof(float));
  layout.end = layout.notes + patch_pixels * static_cast<int>(sizeof(int));
  return layout;
}

template <class Tile>
__host__ __device__ Layout layout_of(const ProductArguments& in) {
  const TensorProduct& shape = in.shape;
  const int patch_width = in.rectangles.width + shape.window_width - 1;
  const int patch_height = in.rectangles.height + shape.window_height - 1;
  const bool is_one = in.own_tiles <= shape.window_height * shape.window_width;
  return layout_of<Tile>(patch_height * patch_width, is_one ? 1 : 2);
}

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

  __device__ int line_of(int row) const { return row * in.rectangles.width_inverse >> 16; }

  /// −1 for none.
  __device__ int pixel_of(int row) const {
    const int line = line_of(row);
    const int y = top + line;
    const int x = left + row - line * in.rectangles.width;
    const bool is_there =
        line < in.rectangles.height && y < in.shape.y_height && x < in.shape.y_width;
    return is_there ? (image * in.shape.y_height + y) * in.shape.y_width + x : -1;
  }
};

// Chunk c of pixel (y, x) of a patch lies at chunk c ^ ((y · width + x) % 8) of that pixel's 128
// bytes, `width` being the rectangle's: neighbouring rows of a tile, at the ends of lines too, then
// have a chunk in different banks.

/// The chunks that a thread copies of a patch: every kStep-th pixel's place threadIdx.x % 8.
template <class T, class Tile>
class PatchCopies {
 public:
  /// The notes lie at `notes`; they are there for all threads after the block's next barrier.
  __device__ PatchCopies(const ProductArguments& in, const TilePart& block,
                         const RowsOfRectangle& rows, uint32_t notes)
      : in_(in), notes_(notes) {
    const TensorProduct& shape = in.shape;
    const int patch_width = in.rectangles.width + shape.window_width - 1;
    pixels_ = (in.rectangles.height + shape.window_height - 1) * patch_width;
    const int cells = shape.window_height * shape.window_width;
    const int64_t first = int64_t{rows.image} * shape.x_height * shape.x_width * shape.x_pitch;
    x_ = static_cast<const T*>(in.x) + first + block.first_tile / cells * kTileChunks * kChunk;
    for (int pixel = static_cast<int>(threadIdx.x); pixel < pixels_; pixel += Tile::kThreads) {
      const int line = pixel / patch_width;
      const int column = pixel - line * patch_width;
      const int y = rows.top + line - shape.pad_height;
      const int x = rows.left + column - shape.pad_width;
      const bool is_inside = static_cast<unsigned>(y) < static_cast<unsigned>(shape.x_height) &&
                             static_cast<unsigned>(x) < static_cast<unsigned>(shape.x_width);
      const int number = is_inside ? y * shape.x_width + x : -1;
      const int exchange = (line * in.rectangles.width + column) % 8;
      store_word(notes_ + pixel * sizeof(int), static_cast<uint32_t>(number) << 3 | exchange);
    }
  }

  /// Copies parts first…end−1, of kStep pixels each, to a patch; kAtOnce notes are on their way.
  template <int kAtOnce>
  __device__ void copy(uint32_t patch, int first, int end) const {
    const int end_pixel = min(pixels_, end * Tile::kStep);
#pragma unroll 1
    for (int pixel = first_pixel(first); pixel < end_pixel; pixel += kAtOnce * Tile::kStep) {
      int notes[kAtOnce];
#pragma unroll
      for (int i = 0; i < kAtOnce; ++i) {
        notes[i] = note_of(min(pixel + i * Tile::kStep, pixels_ - 1));
      }
#pragma unroll
      for (int i = 0; i < kAtOnce; ++i) {
        if (pixel + i * Tile::kStep >= end_pixel) break;
        const int chunk = column_ ^ (notes[i] & 7);
        const T* const from = x_ + int64_t{notes[i] >> 3} * in_.shape.x_pitch + chunk * kChunk;
        const int bytes = notes[i] < 0 ? 0 : kChunkBytes;
        copy_pixel(in_, place(patch, pixel + i * Tile::kStep), from, bytes);
      }
    }
  }

  /// Rounds f32 that this thread has copied; kAtOnce chunks are on their way.
  template <int kAtOnce>
  __device__ void round(uint32_t patch, int first, int end) const {
    if constexpr (sizeof(T) == sizeof(float)) {
      const int end_pixel = min(pixels_, end * Tile::kStep);
#pragma unroll 1
      for (int pixel = first_pixel(first); pixel < end_pixel; pixel += kAtOnce * Tile::kStep) {
        uint32_t words[kAtOnce][4];
#pragma unroll
        for (int i = 0; i < kAtOnce; ++i) {
          load_words(words[i], place(patch, min(pixel + i * Tile::kStep, pixels_ - 1)));
        }
#pragma unroll
        for (int i = 0; i < kAtOnce; ++i) {
          if (pixel + i * Tile::kStep >= end_pixel) break;
          round_factors(words[i], T());
          store_words(place(patch, pixel + i * Tile::kStep), words[i]);
        }
      }
    }
  }

  /// Goes on to the next tile of channels.
  __device__ void next() { x_ += kTileChunks * kChunk; }

  __device__ int parts() const { return (pixels_ + Tile::kStep - 1) / Tile::kStep; }

 private:
  static constexpr int kChunk = kChunkBytes / static_cast<int>(sizeof(T));

  __device__ int first_pixel(int part) const {
    return part * Tile::kStep + static_cast<int>(threadIdx.x) / kTileChunks;
  }
  __device__ int note_of(int pixel) const {
    return static_cast<int>(load_word(notes_ + pixel * sizeof(int)));
  }
  __device__ uint32_t place(uint32_t patch, int pixel) const {
    return patch + pixel * kTileBytes + column_ * kChunkBytes;
  }

  const ProductArguments& in_;
  uint32_t notes_;  ///< of each pixel: 8 · its number in the image, −1 for none, + its exchange
  int pixels_;
  int column_ = static_cast<int>(threadIdx.x) % kTileChunks;
  const T* x_;
};

/// Where a thread's rows of a tile have their chunks in a patch, cell by cell.
template <class Tile>
class PatchRows {
 public:
  __device__ PatchRows(const ProductArguments& in, const RowsOfRectangle& rows) : in_(in) {
    const int width = in.rectangles.width;
    const int last = in.rectangles.height * width - 1;
#pragma unroll
    for (int part = 0; part < Tile::kRowParts; ++part) {
      const int row = first_row_of_group<Tile>() + part * kGroupRows + row_of_thread();
      const int there = min(row, last);
      rows_[part] = (there + rows.line_of(there) * (in.shape.window_width - 1)) * kTileBytes;
    }
  }

  /// kStepsAtOnce steps from `step` on under the cell in the patch.
  __device__ HeldRows<Tile::kRowParts> at(uint32_t patch, int step) const {
    const uint32_t exchange = (threadIdx.x + shift_) % 8;
    const uint32_t chunk = (threadIdx.x % 32 / 16 ^ exchange) * kChunkBytes;
    return HeldRows<Tile::kRowParts>([&](int part, int own) {
      return patch + offset_ + rows_[part] + chunk ^ (step + own) * kStepBytes;
    });
  }

  /// Goes on to the window's next cell, or to the first one.
  __device__ void next() {
    const TensorProduct& shape = in_.shape;
    offset_ += kTileBytes;
    ++shift_;
    if (++across_ < shape.window_width) return;
    across_ = 0;
    offset_ += (in_.rectangles.width - 1) * kTileBytes;
    shift_ += in_.rectangles.width - shape.window_width;
    if (++down_ < shape.window_height) return;
    down_ = offset_ = shift_ = 0;
  }

 private:
  const ProductArguments& in_;
  int rows_[Tile::kRowParts];
  int down_ = 0;  ///< of the cell
  int across_ = 0;
  int offset_ = 0;  ///< bytes from its first pixel to the window's
  int shift_ = 0;   ///< of the exchange
};

/// A tile of filters is copied over one that all groups are done with: while two are being read,
/// the groups being at most one apart. While a patch is multiplied, cell by cell, the next one takes
/// the place of the one before, in parts during the first cells, `turns` of them: what is copied
/// during a cell has arrived kWindowAhead cells later, so that all is there, and rounded, after the
/// last.
template <class T, class Tile>
__device__ void multiply_by_windows(const ProductArguments& in, int number, unsigned char* memory) {
  const uint32_t base = shared_address(memory);
  const Layout layout = layout_of<Tile>(in);
  const TilePart block = part_of_block<Tile>(in, number);
  const RowsOfRectangle pixels(in, block.row_tile);
  FilterCopies<T, Tile> filters(in, block);
  copy_bias<Tile>(in, block, base + layout.bias);
  for (int i = 0; i < min(kWindowAhead, block.count); ++i) {
    filters.next(base + i * Tile::kFilterBytes);
  }
  PatchCopies<T, Tile> patches(in, block, pixels, base + layout.notes);
  PatchRows<Tile> rows(in, pixels);
  GroupSums<T, Tile> sums;
  const int cells = in.shape.window_height * in.shape.window_width;
  const int turns = cells - kWindowAhead + 1;
  const int parts_of_turn = (patches.parts() + turns - 1) / turns;
  uint32_t patch = base + layout.patches;
  uint32_t next_patch = patch + layout.patch_bytes;
  __syncthreads();
  wait_for_previous();
  if (block.count > 0) patches.template copy<6>(patch, 0, patches.parts());
  for (int i = 0; i < kWindowAhead; ++i) commit_copies();
  wait_for_copies<kWindowAhead - 1>();
  if (block.count > 0) patches.template round<6>(patch, 0, patches.parts());
  int cell = 0;
  for (int i = 0; i < block.count; ++i) {
    publish_copies();
    __syncthreads();
    sums.add(base + i % Tile::kStages * Tile::kFilterBytes,
             [&](int step) { return rows.at(patch, step); });
    const int next = i + kWindowAhead;
    if (next < block.count) filters.next(base + next % Tile::kStages * Tile::kFilterBytes);
    const bool has_next_patch = i - cell + cells < block.count;
    if (cell == 0) patches.next();
    if (has_next_patch) {
      patches.template copy<1>(next_patch, cell * parts_of_turn, (cell + 1) * parts_of_turn);
    }
    commit_copies();
    wait_for_copies<kWindowAhead - 1>();
    ++cell;
    const int arrived = cell - kWindowAhead;
    if (has_next_patch && arrived >= 0) {
      patches.template round<1>(next_patch, arrived * parts_of_turn, (arrived + 1) * parts_of_turn);
    }
    wait_for_products<1>();
    rows.next();
    if (cell < cells) continue;
    cell = 0;
    const uint32_t last_patch = patch;
    patch = next_patch;
    next_patch = last_patch;
  }
  wait_for_products<0>();
  wait_for_copies<0>();
  __syncthreads();
  sums.write(reinterpret_cast<float*>(memory));
  finish_together<Tile>(in, block, pixels, memory, layout.bias);
}

template <class T, class Tile>
__global__ void __launch_bounds__(Tile::kThreads, Tile::kBlocks)
    run(const __grid_constant__ ProductsArguments in) {
  extern __shared__ __align__(1024) unsigned char memory[];
  let_next_begin();
  multiply_by_windows<T, Tile>(in.products[0], static_cast<int>(blockIdx.x), memory);
}

template <class T>
ProductKernel window_product(const ProductTile& tile) {
  ProductKernel kernel;
  with_tiling<WindowTiling<64, 64, 1, 3>, WindowTiling<128, 64, 2, 2>,
              WindowTiling<128, 128, 2, 2>, WindowTiling<256, 128, 4, 1>>(tile, [&](auto tiling) {
    using Tile = decltype(tiling);
    kernel = {run<T, Tile>, Tile::kThreads, layout_of<Tile>(kMostPatch, 2).end,
              [](const ProductArguments& in) { return layout_of<Tile>(in).end; }};
  });
  return kernel;
}

}  // namespace

ProductKernel window_product_f16(const ProductTile& tile) { return window_product<__half>(tile); }

ProductKernel window_product_bf16(const ProductTile& tile) {
  return window_product<__nv_bfloat16>(tile);
}

ProductKernel window_product_tf32(const ProductTile& tile) { return window_product<float>(tile); }

}  // namespace ingot::backend::cuda::kernels

#else

namespace ingot::backend::cuda::kernels {

ProductKernel window_product_f16(const ProductTile& /*tile*/) { return {}; }

ProductKernel window_product_bf16(const ProductTile& /*tile*/) { return {}; }

ProductKernel window_product_tf32(const ProductTile& /*tile*/) { return {}; }

}  // namespace ingot::backend::cuda::kernels

#endif
