#include <algorithm>
#include <climits>

#include "backend/cuda/kernels/image_product.h"
#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/tail.cuh"
#include "backend/cuda/kernels/tensor_core.cuh"

namespace ingot::backend::cuda::kernels {
namespace {

constexpr int kWarp = 32;
constexpr int kWarps = 8;
constexpr int kColumns = 16;  ///< of y in one product
constexpr int kRows = 2;      ///< of y that a warp computes at once

constexpr int divide_up(int a, int b) { return (a + b - 1) / b; }

/// A block computes all filters of `parts` times kColumns columns of row_pairs pairs of rows of y
/// from a patch of x. A word of shared memory holds two neighbours of a row, or one f32. Where it
/// holds two and the stride is odd there is a second patch that begins one element later, so that
/// every window begins with a word of one of them.
struct ImageArguments {
  TensorProduct shape;
  int32_t steps;
  int32_t row_pairs;
  int32_t parts;
  int32_t tiles_across, tiles_down;
  int32_t patch_height, patch_pitch;  ///< the pitch in words
  int32_t patch_words;                ///< of one patch
  int32_t patches;
  int32_t filter_tiles;
  int32_t kept_chunks;  ///< 16 bytes of w that a block keeps in shared memory: all or none
  const float* x;
  const uint4* w;
  const float* bias;
  void* y;
  bool has_relu;  ///< what is below 0 becomes 0
  Tails tails;    ///< what is left
};

/// Elements of a type that make a word, rounded.
template <class T>
__device__ uint32_t word_of(float first, float second, T /*type*/) {
  const auto pair = Pair<T>::of(first, second);
  return *reinterpret_cast<const uint32_t*>(&pair);
}
__device__ inline uint32_t word_of(float value, float /*second*/, float /*type*/) {
  return tf32_of(__float_as_uint(value));
}

/// Where a lane finds its two words of a step's elements in a patch, from where its window begins,
/// and which bits of them belong to the window.
struct WordPlaces {
  uint32_t first, first_mask;
  uint32_t second, second_mask;
};

template <int kElements>
__device__ uint2 word_at(const ImageArguments& in, int word) {
  const TensorProduct& shape = in.shape;
  const int words = (shape.window_width + kElements - 1) / kElements;
  const int line = word / words;
  const int own = word % words;
  const int channel = line / shape.window_height;
  if (channel >= shape.channels) return make_uint2(0, 0);
  const int row = channel * in.patch_height + line % shape.window_height;
  return make_uint2(static_cast<uint32_t>(row * in.patch_pitch + own),
                    (own + 1) * kElements <= shape.window_width ? 0xFFFFFFFFU : 0xFFFFU);
}

template <int kElements>
__device__ void find_words(const ImageArguments& in, WordPlaces* words) {
  for (int i = static_cast<int>(threadIdx.x); i < in.steps * 4; i += kWarps * kWarp) {
    const int word = i / 4 * kImageWords + i % 4;
    const uint2 first = word_at<kElements>(in, word);
    const uint2 second = word_at<kElements>(in, word + 4);
    words[i] = {first.x, first.y, second.x, second.y};
  }
}

/// The block's place in y.
struct TilePlace {
  int image;
  int top, left;

  __device__ explicit TilePlace(const ImageArguments& in) {
    const int block = static_cast<int>(blockIdx.x);
    left = block % in.tiles_across * in.parts * kColumns;
    top = block / in.tiles_across % in.tiles_down * in.row_pairs * kRows;
    image = block / in.tiles_across / in.tiles_down;
  }
};

/// Each warp copies some of the rows, of kRowsAhead of them kAhead words a lane at once.
template <class T>
__device__ void copy_patch(const ImageArguments& in, const TilePlace& place, uint32_t* patch) {
  constexpr int kRowsAhead = 4;
  constexpr int kAhead = 4;
  constexpr int kElements = image_elements(sizeof(T));
  const TensorProduct& shape = in.shape;
  const int lane = static_cast<int>(threadIdx.x) % kWarp;
  const int left = place.left * shape.stride_width - shape.pad_width;
  const int top = place.top * shape.stride_height - shape.pad_height;
  const float* const image =
      in.x + int64_t{place.image} * shape.channels * shape.x_height * shape.x_width;
  const int rows = shape.channels * in.patch_height;
  const auto element = [&](int row, int x) {
    const int y = top + row % in.patch_height;
    const bool is_inside = row < rows &&
                           static_cast<unsigned>(y) < static_cast<unsigned>(shape.x_height) &&
                           static_cast<unsigned>(x) < static_cast<unsigned>(shape.x_width);
    const int64_t line = int64_t{row / in.patch_height} * shape.x_height + y;
    return is_inside ? image[line * shape.x_width + x] : 0.0F;
  };
  const int warp = static_cast<int>(threadIdx.x) / kWarp;
  for (int own = warp; own < rows; own += kRowsAhead * kWarps) {
    for (int first = lane; first < in.patch_pitch; first += kAhead * kWarp) {
      float values[kRowsAhead][kAhead][3];
#pragma unroll
      for (int k = 0; k < kRowsAhead; ++k) {
#pragma unroll
        for (int i = 0; i < kAhead; ++i) {
          const int x = left + kElements * (first + i * kWarp);
          const int row = own + k * kWarps;
          values[k][i][0] = element(row, x);
          values[k][i][1] = kElements == 2 ? element(row, x + 1) : 0;
          values[k][i][2] = kElements == 2 && in.patches == 2 ? element(row, x + 2) : 0;
        }
      }
#pragma unroll
      for (int k = 0; k < kRowsAhead; ++k) {
        const int row = own + k * kWarps;
#pragma unroll
        for (int i = 0; i < kAhead; ++i) {
          const int word = first + i * kWarp;
          if (row >= rows || word >= in.patch_pitch) break;
          const float(&three)[3] = values[k][i];
          uint32_t* const to = patch + row * in.patch_pitch + word;
          *to = word_of(three[0], three[1], T());
          if (kElements == 2 && in.patches == 2) {
            to[in.patch_words] = word_of(three[1], three[2], T());
          }
        }
      }
    }
  }
}

/// The word of the patches with which the window of a pixel of the tile begins.
template <int kElements>
__device__ int window_of(const ImageArguments& in, int row, int column) {
  const int element = column * in.shape.stride_width;
  return row * in.shape.stride_height * in.patch_pitch + element / kElements +
         element % kElements * in.patch_words;
}

/// Two neighbouring filters' sums of a pixel as they are kept; what is below `least` becomes that.
template <class T>
__device__ void put_two(T* to, float first, float second, float least) {
  *reinterpret_cast<typename Pair<T>::Type*>(to) =
      __hmax2_nan(Pair<T>::of(first, second), Pair<T>::of(least, least));
}
__device__ inline void put_two(float* to, float first, float second, float least) {
  *reinterpret_cast<float2*>(to) =
      make_float2(first < least ? least : first, second < least ? least : second);
}

/// A call, for it is rare that there are tails left.
__device__ __noinline__ float apply_left(const Tails& tails, float value, int64_t index) {
  return apply(tails, value, index);
}

/// What a warp computes at once: kRows × kColumns pixels, whose row and column in the tile are
/// given, by kFilters filters from `filter` on.
template <class T, int kFilters>
class Sums {
 public:
  __device__ Sums(const ImageArguments& in, int filter) : in_(in), filter_(filter) {
#pragma unroll
    for (int j = 0; j < kParts; ++j) {
      float two[2] = {};
#pragma unroll
      for (int k = 0; k < 2; ++k) {
        const int own = own_filter(j) + k;
        if (in.bias != nullptr && own < in.shape.filters) two[k] = __ldg(in.bias + own);
      }
#pragma unroll
      for (int i = 0; i < kRows; ++i) {
        sums_[i][j][0] = sums_[i][j][2] = two[0];
        sums_[i][j][1] = sums_[i][j][3] = two[1];
      }
    }
  }

  /// Adds the products along the depth.
  __device__ void add(const uint4* w, const WordPlaces* words, const uint32_t* patch, int row,
                      int column) {
    constexpr int kElements = image_elements(sizeof(T));
    const uint32_t* windows[kRows][2];
#pragma unroll
    for (int i = 0; i < kRows; ++i) {
#pragma unroll
      for (int half = 0; half < 2; ++half) {
        windows[i][half] =
            patch + window_of<kElements>(in_, row + i, column + half * 8 + lane_ / 4);
      }
    }
    w += lane_;
    words += lane_ % 4;
    for (int step = 0; step < in_.steps; ++step, w += kParts / 2 * kWarp, words += 4) {
      const WordPlaces at = *words;
      uint32_t a[kRows][4];
#pragma unroll
      for (int i = 0; i < kRows; ++i) {
#pragma unroll
        for (int half = 0; half < 2; ++half) {
          a[i][half] = windows[i][half][at.first] & at.first_mask;
          a[i][half + 2] = windows[i][half][at.second] & at.second_mask;
        }
      }
#pragma unroll
      for (int j = 0; j < kParts; j += 2) {
        const uint4 own = w[j / 2 * kWarp];
        const uint32_t b[4] = {own.x, own.y, own.z, own.w};
#pragma unroll
        for (int i = 0; i < kRows; ++i) {
          multiply(sums_[i][j], a[i], b, T());
          multiply(sums_[i][j + 1], a[i], b + 2, T());
        }
      }
    }
  }

  /// Applies the tails that are left to `columns` pixels of a row, of which the first is `pixel` in
  /// y.
  __device__ void apply_tails(int row, int64_t pixel, int columns) {
#pragma unroll
    for (int j = 0; j < kParts; ++j) {
#pragma unroll
      for (int k = 0; k < 4; ++k) {
        const int column = lane_ / 4 + k / 2 * 8;
        const int own = own_filter(j) + k % 2;
        if (column >= columns || own >= in_.shape.filters) continue;
        const int64_t index = (pixel + column) * in_.shape.y_pitch + own;
        sums_[row][j][k] = apply_left(in_.tails, sums_[row][j][k], index);
      }
    }
  }

  /// Writes those of a row into [kColumns, kPitch], rounded.
  __device__ void write(int row, T* to) const {
    const float least = in_.has_relu ? 0 : -INFINITY;
#pragma unroll
    for (int j = 0; j < kParts; ++j) {
      T* const first = to + lane_ / 4 * kPitch + 8 * j + lane_ % 4 * 2;
      const float(&own)[4] = sums_[row][j];
      put_two(first, own[0], own[1], least);
      put_two(first + 8 * kPitch, own[2], own[3], least);
    }
  }

  /// Stores what `write` wrote of `columns` pixels, of which the first is `pixel` in y.
  __device__ void store(const T* from, int64_t pixel, int columns) const {
    constexpr int kOfVector = sizeof(uint4) / sizeof(T);
    constexpr int kVectors = kFilters / kOfVector;
    T* const to = static_cast<T*>(in_.y) + pixel * in_.shape.y_pitch + filter_;
    const int left = in_.shape.filters - filter_;
#pragma unroll
    for (int i = lane_; i < kColumns * kVectors; i += kWarp) {
      const int column = i / kVectors;
      const int filter = i % kVectors * kOfVector;
      if (column >= columns || filter >= left) continue;
      *reinterpret_cast<uint4*>(to + int64_t{column} * in_.shape.y_pitch + filter) =
          *reinterpret_cast<const uint4*>(from + column * kPitch + filter);
    }
  }

  static constexpr int kPitch = kFilters + 8;  ///< of rounded sums in shared memory

 private:
  static constexpr int kParts = kFilters / 8;

  __device__ int own_filter(int part) const { return filter_ + 8 * part + lane_ % 4 * 2; }

  const ImageArguments& in_;
  int filter_;
  int lane_ = static_cast<int>(threadIdx.x) % kWarp;
  float sums_[kRows][kParts][4];
};

/// Shared memory: w where it is kept, where words lie, each warp's sums, the patches.
template <class T, int kFilters, bool kHasTails>
__global__ void __launch_bounds__(kWarps* kWarp, kFilters <= 64 ? 2 : 1)
    run(const __grid_constant__ ImageArguments in) {
  extern __shared__ __align__(16) unsigned char memory[];
  let_next_begin();
  constexpr int kOwnSums = kColumns * Sums<T, kFilters>::kPitch;
  const int warp = static_cast<int>(threadIdx.x) / kWarp;
  auto* const kept = reinterpret_cast<uint4*>(memory);
  auto* const words = reinterpret_cast<WordPlaces*>(kept + in.kept_chunks);
  auto* const all_sums = reinterpret_cast<T*>(words + in.steps * 4);
  auto* const patch = reinterpret_cast<uint32_t*>(all_sums + kWarps * kOwnSums);
  T* const own = all_sums + warp * kOwnSums;
  const TensorProduct& shape = in.shape;
  const TilePlace place(in);
  for (int i = static_cast<int>(threadIdx.x); i < in.kept_chunks; i += kWarps * kWarp) {
    copy_chunk(shared_address(kept + i), in.w + i, sizeof(uint4));
  }
  commit_copies();
  find_words<image_elements(sizeof(T))>(in, words);
  wait_for_previous();
  copy_patch<T>(in, place, patch);
  wait_for_copies<0>();
  __syncthreads();
  const uint4* const w = in.kept_chunks > 0 ? kept : in.w;
  const int places = in.parts * in.row_pairs;
  for (int i = warp; i < in.filter_tiles * places; i += kWarps) {
    const int filter_tile = i / places;
    const int row = i % places / in.parts * kRows;
    const int column = i % places % in.parts * kColumns;
    const int columns = min(shape.y_width - place.left - column, kColumns);
    if (columns <= 0 || place.top + row >= shape.y_height) continue;
    Sums<T, kFilters> sums(in, filter_tile * kFilters);
    sums.add(w + filter_tile * in.steps * (kFilters / 16) * kWarp, words, patch, row, column);
#pragma unroll
    for (int k = 0; k < kRows; ++k) {
      if (place.top + row + k >= shape.y_height) break;
      const int line = place.image * shape.y_height + place.top + row + k;
      const int64_t pixel = int64_t{line} * shape.y_width + place.left + column;
      if (kHasTails) sums.apply_tails(k, pixel, columns);
      __syncwarp();
      sums.write(k, own);
      __syncwarp();
      sums.store(own, pixel, columns);
    }
  }
}

using ImageKernel = void (*)(ImageArguments);

template <class T, bool kHasTails>
ImageKernel kernel_of(const ImageTile& tile) {
  switch (tile.filters) {
    case 32: return run<T, 32, kHasTails>;
    case 64: return run<T, 64, kHasTails>;
    default: return run<T, 96, kHasTails>;
  }
}

ImageKernel kernel_of(const ImageTile& tile, Element type, bool has_tails) {
  return with_type(type, [&](auto element) {
    using T = decltype(element);
    return has_tails ? kernel_of<T, true>(tile) : kernel_of<T, false>(tile);
  });
}

int parts_of(const TensorProduct& shape) { return std::max(1, divide_up(shape.y_width, kColumns)); }

/// Sets the patch of a tile that is `in.parts` parts wide.
void set_patch(ImageArguments& in) {
  const TensorProduct& shape = in.shape;
  const int elements = image_elements(size_of(shape.y_type));
  const int columns =
      (in.parts * kColumns - 1) * shape.stride_width + static_cast<int>(image_columns(shape));
  in.patches = shape.stride_width % elements == 0 ? 1 : 2;
  in.patch_height = (in.row_pairs * kRows - 1) * shape.stride_height + shape.window_height;
  in.patch_pitch = divide_up(columns, elements);
  // Neighbouring rows in other banks: a product reads two of them where the window is narrow.
  while (in.patch_pitch % 32 < 10 || in.patch_pitch % 32 > 22) ++in.patch_pitch;
  in.patch_words = shape.channels * in.patch_height * in.patch_pitch;
}

/// All but the addresses and the tails.
ImageArguments arguments_of(const TensorProduct& shape, const ImageTile& tile) {
  ImageArguments in{};
  in.shape = shape;
  in.steps = static_cast<int32_t>(image_steps(shape));
  in.row_pairs = std::clamp(divide_up(shape.y_height, kRows), 1, tile.row_pairs);
  in.tiles_across = divide_up(parts_of(shape), tile.most_parts);
  in.tiles_down = divide_up(shape.y_height, in.row_pairs * kRows);
  in.parts = divide_up(parts_of(shape), in.tiles_across);
  in.filter_tiles = divide_up(shape.filters, tile.filters);
  const int64_t chunks = int64_t{in.filter_tiles} * in.steps * (tile.filters / 16) * kWarp;
  in.kept_chunks =
      tile.keeps_filters() ? static_cast<int32_t>(std::min<int64_t>(chunks, INT_MAX)) : 0;
  set_patch(in);
  return in;
}

int64_t shared_bytes_of(const ImageArguments& in, const ImageTile& tile) {
  const int64_t sums = kWarps * kColumns * (int64_t{tile.filters} + 8);
  return in.kept_chunks * int64_t{sizeof(uint4)} + in.steps * int64_t{4 * sizeof(WordPlaces)} +
         sums * static_cast<int64_t>(size_of(in.shape.y_type)) +
         int64_t{in.patches} * in.patch_words * int64_t{sizeof(uint32_t)};
}

}  // namespace

int64_t image_columns(const TensorProduct& shape) {
  const int elements = image_elements(size_of(shape.y_type));
  return (int64_t{shape.window_width} + elements - 1) / elements * elements;
}

int64_t image_steps(const TensorProduct& shape) {
  const int64_t depth = image_columns(shape) * shape.window_height * shape.channels;
  const int64_t step = kImageWords * image_elements(size_of(shape.y_type));
  return (depth + step - 1) / step;
}

int64_t image_filters(const TensorProduct& shape, const ImageTile& tile) {
  return (int64_t{shape.filters} + tile.filters - 1) / tile.filters * tile.filters;
}

int64_t most_image_shared_bytes(const TensorProduct& shape, const ImageTile& tile) {
  ImageArguments in = arguments_of(shape, tile);
  in.parts = std::min(tile.most_parts, parts_of(shape));
  set_patch(in);
  return shared_bytes_of(in, tile);
}

cudaError_t prepare_image_product(const ImageTile& tile, Element type, size_t most) {
  for (const bool has_tails : {false, true}) {
    const cudaError_t error =
        cudaFuncSetAttribute(kernel_of(tile, type, has_tails),
                             cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(most));
    if (error != cudaSuccess) return error;
  }
  return cudaSuccess;
}

cudaError_t image_product(const TensorProduct& shape, const ImageTile& tile, const float* x,
                          const void* w, const float* bias, const Tails& tails, void* y,
                          cudaStream_t stream) {
  if (int64_t{shape.batch} * shape.y_height * shape.y_width == 0) return cudaSuccess;
  ImageArguments in = arguments_of(shape, tile);
  in.x = x;
  in.w = static_cast<const uint4*>(w);
  in.bias = bias;
  in.y = y;
  in.has_relu = tails.count == 1 && is_relu(tails.tails[0].function);
  if (!in.has_relu) in.tails = tails;
  const auto blocks = static_cast<unsigned>(shape.batch * in.tiles_down * in.tiles_across);
  return launch(kernel_of(tile, shape.y_type, in.tails.count > 0),
                {blocks, kWarps * kWarp, 1, static_cast<size_t>(shared_bytes_of(in, tile))}, stream,
                in);
}

}  // namespace ingot::backend::cuda::kernels
