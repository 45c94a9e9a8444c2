// Kernels of tensor_product.h for convolutions whose blocks keep a patch of the image: a block
// computes a rectangle of pixels and copies what lies under all cells of its window once for each
// tile of channels. Three warps copy patches, one copies filters, and groups of four multiply
// (wgmma, which sm_90a alone has).
#include "backend/cuda/kernels/gate.cuh"
#include "backend/cuda/kernels/group_product.cuh"
#include "backend/cuda/kernels/rectangle.cuh"
#include "backend/cuda/kernels/tensor_product_kernels.h"

#if defined(INGOT_CUDA_SM_90A)

namespace ingot::backend::cuda::kernels {
namespace {

// Lines of a patch follow each other, and so do rows of a tile: row r is the pixel whose window's
// first cell lies on pixel r of the patch. Under cell (y, x) a tile's rows are therefore those of
// the patch from y · width + x on, wherever its lines end; rows behind the end of a line of the
// rectangle have sums that nobody reads.

/// Groups of kOwnRows rows by 64 columns multiply, kStages tiles of filters being there or on their
/// way. A multiprocessor has registers for kBlocks blocks.
template <int kRowCount, int kColumnCount, int kOwnRowCount, int kStageCount, int kBlockCount>
struct WindowTiling
    : Tiling<kRowCount, kColumnCount,
             kGroupThreads*(1 + kRowCount / kOwnRowCount * kColumnCount / kGroupRows),
             kStageCount> {
  static constexpr int kOwnRows = kOwnRowCount;
  static constexpr int kBlocks = kBlockCount;
  static constexpr int kRowGroups = kRowCount / kOwnRowCount;
  static constexpr int kGroups = kRowGroups * kColumnCount / kGroupRows;  ///< that multiply
  static constexpr int kFilterBytes = kColumnCount * kTileBytes;  ///< of a tile of the depth
  /// Without conflicts where lanes have neighbouring columns and every other row.
  static constexpr int kSumPitch = kColumnCount + 4;
  static constexpr int kSums = kRowCount * kSumPitch;
};

/// Warps that copy patches; the one behind them copies filters, further ones multiply.
inline constexpr int kPatchWarps = 3;

/// Where a block keeps what it reads in shared memory. It begins with tiles of filters; the sums
/// take the place of these and of the patches.
struct Layout {
  int patches;  ///< one, or two in turns
  int patch_bytes;
  int bias;
  int gates;  ///< of Gates
  int notes;  ///< a word for each pixel of a patch
  int end;
};

/// Those that tell that something is there, and that it is no longer needed.
template <class Tile>
struct Gates {
  static constexpr int kBytes = (2 * Tile::kStages + 4) * 8;
  uint32_t base;

  __device__ Gate filters_there(int stage) const { return {base + stage * 8}; }
  __device__ Gate filters_done(int stage) const { return {base + (Tile::kStages + stage) * 8}; }
  __device__ Gate patch_there(int patch) const { return {base + (2 * Tile::kStages + patch) * 8}; }
  __device__ Gate patch_done(int patch) const {
    return {base + (2 * Tile::kStages + 2 + patch) * 8};
  }

  __device__ void begin(int sharers) const {
    constexpr int kWarps = kGroupThreads / 32 * Tile::kGroups;
    for (int i = 0; i < Tile::kStages; ++i) {
      filters_there(i).begin(1);
      filters_done(i).begin(kWarps * sharers);
    }
    for (int i = 0; i < 2; ++i) {
      patch_there(i).begin(kPatchWarps);
      patch_done(i).begin(kWarps);
    }
    publish_gates();
  }
};

template <class Tile>
__host__ __device__ Layout layout_of(int pixels, int patch_count) {
  Layout layout{};
  layout.patches = Tile::kStages * Tile::kFilterBytes;
  layout.patch_bytes = (pixels + 7) / 8 * 8 * kTileBytes;
  layout.bias = max(layout.patches + patch_count * layout.patch_bytes,
                    Tile::kSums * static_cast<int>(sizeof(float)));
  layout.gates = layout.bias + Tile::kColumns * static_cast<int>(sizeof(float));
  layout.notes = layout.gates + Gates<Tile>::kBytes;
  layout.end = layout.notes + pixels * static_cast<int>(sizeof(int));
  return layout;
}

template <class Tile>
__host__ __device__ Layout layout_of(const ProductArguments& in) {
  const int pixels = patch_pixels(in.shape, Tile::kRows, pitch_of(in));
  return layout_of<Tile>(pixels, in.own_tiles <= cells_of(in) ? 1 : 2);
}

/// A block's patches.
template <class T, class Tile>
class PatchCopies {
 public:
  /// All threads of the block note at `notes` where the image has the pixels of a patch; to be used
  /// after the block's next barrier.
  __device__ PatchCopies(const ProductArguments& in, const TilePart& block,
                         const RowsOfRectangle& rows, uint32_t notes)
      : reads_words_(in.reads_words), notes_(notes) {
    const TensorProduct& shape = in.shape;
    const int width = pitch_of(in);
    const int pixel_chunks = shape.x_pitch / kChunk;
    pixels_ = (in.rectangles.height + shape.window_height - 1) * width;
    const int64_t first = int64_t{rows.image} * shape.x_height * shape.x_width * shape.x_pitch;
    const int tile = block.first_tile / cells_of(in);
    x_ = static_cast<const T*>(in.x) + first + tile * kTileChunks * kChunk;
    for (int pixel = static_cast<int>(threadIdx.x); pixel < pixels_; pixel += Tile::kThreads) {
      const int line = pixel / width;
      const int y = rows.top + line - shape.pad_height;
      const int x = rows.left + pixel - line * width - shape.pad_width;
      const bool is_inside = rows.image < shape.batch &&
                             static_cast<unsigned>(y) < static_cast<unsigned>(shape.x_height) &&
                             static_cast<unsigned>(x) < static_cast<unsigned>(shape.x_width);
      store_word(notes_ + pixel * sizeof(int),
                 is_inside ? (y * shape.x_width + x) * pixel_chunks : kNone);
    }
  }

  /// Copies the pixels of tile `tile` of the channels, counted from the block's first one; the warp
  /// does so as the `warp`-th of kWarps, which copy eight pixels each at once, in two steps. f32 go
  /// through registers, where they are rounded.
  template <int kWarps>
  __device__ void copy(uint32_t patch, int tile, int warp) const {
    if (sizeof(T) == sizeof(float) && reads_words_) {
      copy<kWarps, true, 1>(patch, tile, warp);
    } else {
      copy<kWarps, false, 6>(patch, tile, warp);
    }
  }

 private:
  static constexpr int kChunk = kChunkBytes / static_cast<int>(sizeof(T));
  static constexpr uint32_t kNone = ~uint32_t{0};

  /// kAtOnce times eight pixels are on their way.
  template <int kWarps, bool kReadsWords, int kAtOnce>
  __device__ void copy(uint32_t patch, int tile, int warp) const {
    const int lane = static_cast<int>(threadIdx.x) % 32;
    const T* const x = x_ + tile * kTileChunks * kChunk;
    const T* const halves[2] = {x + (lane % 8 ^ lane / 8) * kChunk,
                                x + (lane % 8 ^ lane / 8 ^ 4) * kChunk};
    patch += lane % 8 * kChunkBytes;
    const auto pixel_of = [](int i) { return i / 2 * 8 * kWarps + i % 2 * 4; };
#pragma unroll 1
    for (int first = warp * 8 + lane / 8; first < pixels_; first += kAtOnce * 8 * kWarps) {
      uint32_t notes[2 * kAtOnce];
      float4 fours[2 * kAtOnce];
#pragma unroll
      for (int i = 0; i < 2 * kAtOnce; ++i) {
        const int pixel = first + pixel_of(i);
        notes[i] = load_word(notes_ + min(pixel, pixels_ - 1) * sizeof(int));
      }
#pragma unroll
      for (int i = 0; i < 2 * kAtOnce; ++i) {
        const int pixel = first + pixel_of(i);
        const bool is_there = notes[i] != kNone;
        const T* const from = halves[i % 2] + uint64_t{is_there ? notes[i] : 0} * kChunk;
        if constexpr (sizeof(T) == sizeof(float)) {
          fours[i] = load_four<kReadsWords>(from, is_there);
        } else if (pixel < pixels_) {
          copy_chunk(patch + pixel * kTileBytes, from, is_there ? kChunkBytes : 0);
        }
      }
      if constexpr (sizeof(T) == sizeof(float)) {
#pragma unroll
        for (int i = 0; i < 2 * kAtOnce; ++i) {
          const int pixel = first + pixel_of(i);
          const float4 four = fours[i];
          if (pixel >= pixels_) break;
          store_words(patch + pixel * kTileBytes,
                      {rounded(four.x), rounded(four.y), rounded(four.z), rounded(four.w)});
        }
      }
    }
  }

  /// Zeros where there are none.
  template <bool kReadsWords>
  static __device__ float4 load_four(const float* from, bool is_there) {
    float4 four = {};
    if constexpr (kReadsWords) {
      if (is_there) four = make_float4(from[0], from[1], from[2], from[3]);
    } else {
      if (is_there) four = __ldcg(reinterpret_cast<const float4*>(from));
    }
    return four;
  }

  /// For products, which drop the bits behind tf32's: half of what they drop at most is added, on
  /// the average, which takes one instruction and is within 0.7 of it.
  static __device__ uint32_t rounded(float x) {
    constexpr float kHalf = 0x1p-11F * 0.6931472F;  // the mean of a significand is 1 / ln 2
    return __float_as_uint(fmaf(x, kHalf, x));
  }

  bool reads_words_;
  uint32_t notes_;  ///< of each pixel: chunks from the image's first one, or kNone
  int pixels_;
  const T* x_;
};

/// What the parts of a block have in common.
template <class Tile>
struct WindowBlock {
  const ProductArguments& in;
  TilePart part;
  Layout layout;
  Gates<Tile> gates;
  uint32_t base;
  int cells;
  int first_sharer;  ///< of the cluster's blocks

  __device__ uint32_t filters(int stage) const { return base + stage * Tile::kFilterBytes; }
  __device__ uint32_t patch(int tile) const {
    return base + layout.patches + tile % 2 * layout.patch_bytes;
  }
};

/// A tile of the depth among those of a block: one of filters, under one cell of a patch.
template <class Tile>
struct DepthTile {
  int stage = 0;  ///< where its filters lie
  int round = 0;  ///< how often that has been there before
  int cell = 0;
  int patch = 0;

  __device__ void next(int cells) {
    if (++stage == Tile::kStages) {
      stage = 0;
      ++round;
    }
    if (++cell == cells) {
      cell = 0;
      ++patch;
    }
  }
};

/// Copies tiles of filters, each to the place of the one kStages before when that has been
/// multiplied by all that share it, of which each copies a part. No kernel writes filters: they are
/// on their way before the kernel before is done.
template <class T, class Tile>
__device__ void copy_filters(const WindowBlock<Tile>& block) {
  const int lane = static_cast<int>(threadIdx.x) % 32;
  const int sharers = block.in.sharers;
  const int bytes = kFilterBlockBytes / sharers;
  const int place = static_cast<int>(blockIdx.x) % sharers * bytes;
  const int first = block.part.first_column;
  const int last = (block.in.shape.filters - 1) / kFilterBlock * kFilterBlock;
  const int own = min(first + lane * kFilterBlock, last) - first;
  const T* from = first_of_filters<T>(block.in, block.part, own) +
                  place / static_cast<int>(sizeof(T));
  DepthTile<Tile> tile;
#pragma unroll 1
  for (int i = 0; i < block.part.count; ++i) {
    if (tile.round > 0) block.gates.filters_done(tile.stage).wait(tile.round - 1);
    const Gate there = block.gates.filters_there(tile.stage);
    there.arrive_with(Tile::kFilterBytes);
    if (lane < Tile::kColumns / kFilterBlock) {
      copy_bulk(block.filters(tile.stage) + lane * kFilterBlockBytes + place, from, bytes, there,
                block.first_sharer, sharers);
    }
    from += kFilterBlockBytes / static_cast<int>(sizeof(T));
    tile.next(block.cells);
  }
}

/// Lets products read what this thread has copied.
__device__ inline void end_copies() {
  commit_copies();
  wait_for_copies<0>();
  publish_copies();
}

/// Copies the first patch, by all warps but the one that copies filters.
template <class T, class Tile>
__device__ void copy_first_patch(const WindowBlock<Tile>& block,
                                 const PatchCopies<T, Tile>& patches) {
  constexpr int kWarps = Tile::kThreads / 32 - 1;
  const int warp = static_cast<int>(threadIdx.x) / 32;
  if (block.part.count > 0) {
    patches.template copy<kWarps>(block.patch(0), 0, warp > kPatchWarps ? warp - 1 : warp);
  }
  end_copies();
  asm volatile("bar.sync 1, %0;" ::"n"(32 * kWarps) : "memory");
}

/// Copies a patch for each further tile of the channels, to the place of the one before the last
/// when that has been multiplied.
template <class T, class Tile>
__device__ void copy_patches(const WindowBlock<Tile>& block, const PatchCopies<T, Tile>& patches) {
  const int count = block.part.count / block.cells;
#pragma unroll 1
  for (int i = 1; i < count; ++i) {
    if (i >= 2) block.gates.patch_done(i % 2).wait(i / 2 - 1);
    patches.template copy<kPatchWarps>(block.patch(i), i, static_cast<int>(threadIdx.x) / 32);
    end_copies();
    block.gates.patch_there(i % 2).arrive();
  }
}

/// A group's part of a tile's sums, columns by rows.
template <class T, class Tile>
class WindowSums {
 public:
  __device__ WindowSums() { clear_sums(sums_); }

  __device__ void add_all(const WindowBlock<Tile>& block) {
    const int window_width = block.in.shape.window_width;
    const int between = block.in.rectangles.width - 1;
    const int sharers = block.in.sharers;
    DepthTile<Tile> now;
    int across = 0;
    int first_row = row_;
    int last_stage = 0;
#pragma unroll 1
    for (int i = 0; i < block.part.count; ++i) {
      block.gates.filters_there(now.stage).wait(now.round);
      if (now.cell == 0 && now.patch > 0) {
        block.gates.patch_there(now.patch % 2).wait((now.patch - 1) / 2);
      }
      const uint64_t a = descriptor_of(block.filters(now.stage) + column_ * kTileBytes);
      const uint64_t b = descriptor_of(block.patch(now.patch) + first_row * kTileBytes);
      begin_products();
#pragma unroll
      for (int step = 0; step < kSteps; ++step) {
        multiply_group(sums_, a + (step * kStepBytes >> 4), b + (step * kStepBytes >> 4), T());
      }
      commit_products();
      wait_for_products<1>();
      // Nobody waits for the last ones, and another block may be gone when they arrive.
      if (i > 0 && i - 1 + Tile::kStages < block.part.count) {
        block.gates.filters_done(last_stage).arrive_in(block.first_sharer, sharers);
      }
      if (now.cell == 0 && i > 0) block.gates.patch_done((now.patch - 1) % 2).arrive();
      last_stage = now.stage;
      now.next(block.cells);
      ++first_row;
      if (++across == window_width) {
        across = 0;
        first_row += between;
      }
      if (now.cell == 0) first_row = row_;
    }
    wait_for_products<0>();
  }

  /// Writes them into [kRows, kSumPitch].
  __device__ void write(float* to) const {
    const int thread = static_cast<int>(threadIdx.x) % kGroupThreads;
    const int lane = thread % 32;
    float* const first = to + (row_ + lane % 4 * 2) * Tile::kSumPitch + column_ +
                         thread / 32 * 16 + lane / 4;
#pragma unroll
    for (int j = 0; j < Tile::kOwnRows / 8; ++j) {
#pragma unroll
      for (int k = 0; k < 4; ++k) {
        first[(8 * j + k % 2) * Tile::kSumPitch + k / 2 * 8] = sums_[j][k];
      }
    }
  }

 private:
  int group_ = static_cast<int>(threadIdx.x) / kGroupThreads - 1;
  int row_ = group_ % Tile::kRowGroups * Tile::kOwnRows;
  int column_ = group_ / Tile::kRowGroups * kGroupRows;
  float sums_[Tile::kOwnRows / 8][4];
};

/// Neighbours have the same filters.
template <class Tile>
__device__ TilePart part_of_window_block(const ProductArguments& in, int number) {
  TilePart block = part_of_block<Tile>(in, number);
  const int rows = static_cast<int>(gridDim.x) / in.column_tiles;
  block.row_tile = number % rows;
  block.first_column = number / rows * Tile::kColumns;
  return block;
}

template <class T, class Tile>
__device__ void multiply_by_windows(const ProductArguments& in, int number, unsigned char* memory) {
  const uint32_t base = shared_address(memory);
  const Layout layout = layout_of<Tile>(in);
  const WindowBlock<Tile> block{in,
                                part_of_window_block<Tile>(in, number),
                                layout,
                                Gates<Tile>{base + layout.gates},
                                base,
                                cells_of(in),
                                static_cast<int>(blockIdx.y) * in.sharers};
  const RowsOfRectangle pixels(in, block.part.row_tile);
  const PatchCopies<T, Tile> patches(in, block.part, pixels, base + layout.notes);
  if (threadIdx.x == 0) block.gates.begin(in.sharers);
#if __CUDA_ARCH__ >= 900
  if (in.sharers > 1) cooperative_groups::this_cluster().sync();
#endif
  __syncthreads();
  const int warp = static_cast<int>(threadIdx.x) / 32;
  if (warp < kPatchWarps) {
    copy_bias<Tile, 32 * kPatchWarps>(in, block.part, base + layout.bias);
    wait_for_previous();
    copy_first_patch(block, patches);
    copy_patches(block, patches);
    __syncthreads();
    note_places<Tile, 32 * kPatchWarps>(in, pixels, base + layout.notes);
  } else if (warp == kPatchWarps) {
    copy_filters<T, Tile>(block);
    wait_for_previous();
    __syncthreads();
  } else {
    wait_for_previous();
    copy_first_patch(block, patches);
    WindowSums<T, Tile> sums;
    sums.add_all(block);
    __syncthreads();
    sums.write(reinterpret_cast<float*>(memory));
  }
  between_meetings(in, [&] {
    finish_window<Tile>(in, block.part, base + layout.notes,
                        reinterpret_cast<const float*>(memory),
                        reinterpret_cast<const float*>(memory + layout.bias));
  });
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
  with_tiling<WindowTiling<64, 64, 64, 6, 2>, WindowTiling<128, 64, 128, 6, 2>,
              WindowTiling<240, 64, 240, 10, 1>, WindowTiling<240, 128, 240, 6, 1>,
              WindowTiling<480, 64, 240, 6, 1>>(
      tile, [&](auto tiling) {
        using Tile = decltype(tiling);
        kernel = {run<T, Tile>, Tile::kThreads, layout_of<Tile>(most_patch(tile.rows), 2).end,
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
