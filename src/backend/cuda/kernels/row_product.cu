#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/row_product.h"
#include "backend/cuda/kernels/tail.cuh"

namespace ingot::backend::cuda::kernels {
namespace {

constexpr int kMostWarps = 16;

struct Arguments {
  RowProduct shape;
  int tiles;  ///< of the depth
  const void* x;
  const void* w;
  const float* bias;
  Tails tails;
  void* y;
  bool reads_vectors;  ///< x is aligned to them
};

/// Weights are read once an inference: the first cache keeps x instead.
__device__ uint4 read_once(const uint4* from) {
  uint4 words;
  asm("ld.global.nc.L1::no_allocate.v4.u32 {%0, %1, %2, %3}, [%4];"
      : "=r"(words.x), "=r"(words.y), "=r"(words.z), "=r"(words.w)
      : "l"(from));
  return words;
}

/// What a thread has of a tile of w.
template <class T>
struct Part {
  static_assert(kRowFilters == 4 && kRowNumbers == 8);
  static constexpr bool kHasRest = std::is_same<T, float>::value;
  static constexpr int kWordsOfTile = (kRowFilters + kHasRest) * 32;  ///< of 16 bytes

  /// `from` is the thread's place in the tile.
  __device__ void read(const uint4* from) {
#pragma unroll
    for (int i = 0; i < kRowFilters; ++i) high_[i] = read_once(from + i * 32);
    if constexpr (kHasRest) rest_ = read_once(from + kRowFilters * 32);
  }

  __device__ void numbers(int filter, float (&values)[kRowNumbers]) const {
    const uint32_t pairs[] = {high_[filter].x, high_[filter].y, high_[filter].z, high_[filter].w};
    if constexpr (kHasRest) {
      const uint32_t rests[] = {rest_.x, rest_.y, rest_.z, rest_.w};
      const uint32_t all = rests[filter];
#pragma unroll
      for (int i = 0; i < kRowNumbers; ++i) {
        const uint32_t high = i % 2 == 0 ? pairs[i / 2] << 16 : pairs[i / 2] & 0xFFFF0000U;
        const uint32_t rest = i < 4 ? all << (12 - 4 * i) : all >> (4 * i - 12);
        values[i] = __uint_as_float(high | (rest & 0xF000U));
      }
    } else {
#pragma unroll
      for (int i = 0; i < kRowNumbers; i += 2) {
        const auto pair = *reinterpret_cast<const typename Pair<T>::Type*>(&pairs[i / 2]);
        const float2 two = Pair<T>::floats(pair);
        values[i] = two.x;
        values[i + 1] = two.y;
      }
    }
  }

 private:
  uint4 high_[kRowFilters];
  uint4 rest_;
};

template <class T>
__device__ void load_row(const T* x, int64_t index, bool reads_vectors,
                         float (&values)[kRowVector]) {
  if (reads_vectors) {
    load_vector(x, index, values);
  } else {
#pragma unroll
    for (int i = 0; i < kRowVector; ++i) values[i] = static_cast<float>(x[index + i]);
  }
}

__device__ float sum_of_warp(float value) {
#pragma unroll
  for (int distance = 16; distance > 0; distance /= 2) {
    value += __shfl_xor_sync(0xFFFFFFFFU, value, distance);
  }
  return value;
}

/// The warps of a block take tiles of the depth in turns; kRows rows, of which the last may be
/// there several times.
template <class T, int kRows>
__global__ void __launch_bounds__(kMostWarps * 32)
    multiply(const __grid_constant__ Arguments arguments) {
  const RowProduct& shape = arguments.shape;
  const int thread = threadIdx.x % 32;
  const int warp = threadIdx.x / 32;
  const int warps = blockDim.x / 32;
  const int tiles = arguments.tiles;
  const uint4* const w = static_cast<const uint4*>(arguments.w) +
                         int64_t{blockIdx.x} * tiles * Part<T>::kWordsOfTile + thread;
  const auto read = [&](Part<T>& part, int tile) {
    if (tile < tiles) part.read(w + int64_t{tile} * Part<T>::kWordsOfTile);
  };
  Part<T> next;
  read(next, warp);
  let_next_begin();
  wait_for_previous();

  const auto* const x = static_cast<const T*>(arguments.x);
  float sums[kRows][kRowFilters] = {};
  for (int tile = warp; tile < tiles; tile += warps) {
    const Part<T> part = next;
    read(next, tile + warps);
    float weights[kRowFilters][kRowNumbers];
#pragma unroll
    for (int filter = 0; filter < kRowFilters; ++filter) part.numbers(filter, weights[filter]);
#pragma unroll
    for (int row = 0; row < kRows; ++row) {
      const int64_t first = int64_t{min(row, shape.rows - 1)} * shape.depth;
#pragma unroll
      for (int i = 0; i < kRowNumbers; i += kRowVector) {
        const int depth = tile * kRowDepth + row_depth_of(thread, i);
        float values[kRowVector] = {};
        if (depth < shape.depth) load_row(x, first + depth, arguments.reads_vectors, values);
#pragma unroll
        for (int filter = 0; filter < kRowFilters; ++filter) {
#pragma unroll
          for (int k = 0; k < kRowVector; ++k) {
            sums[row][filter] = fmaf(values[k], weights[filter][i + k], sums[row][filter]);
          }
        }
      }
    }
  }

  __shared__ float parts[kMostWarps][kRows * kRowFilters];
#pragma unroll
  for (int row = 0; row < kRows; ++row) {
#pragma unroll
    for (int filter = 0; filter < kRowFilters; ++filter) {
      const float sum = sum_of_warp(sums[row][filter]);
      if (thread == 0) parts[warp][row * kRowFilters + filter] = sum;
    }
  }
  __syncthreads();
  const int row = threadIdx.x / kRowFilters;
  const int filter = blockIdx.x * kRowFilters + threadIdx.x % kRowFilters;
  if (row >= min(kRows, shape.rows) || filter >= shape.filters) return;
  float sum = 0;
  for (int i = 0; i < warps; ++i) sum += parts[i][threadIdx.x];
  if (arguments.bias != nullptr) sum += arguments.bias[filter];
  const int64_t index = int64_t{row} * shape.filters + filter;
  store(arguments.y, shape.y_type, index, apply(arguments.tails, sum, index));
}

template <class T>
void (*kernel_of(int rows))(Arguments) {
  if (rows == 1) return multiply<T, 1>;
  if (rows == 2) return multiply<T, 2>;
  if (rows <= 4) return multiply<T, 4>;
  return multiply<T, kMostRows>;
}

}  // namespace

cudaError_t row_product(const RowProduct& shape, int warps, const void* x, const void* w,
                        const float* bias, const Tails& tails, void* y, cudaStream_t stream) {
  if (shape.rows == 0 || shape.filters == 0) return cudaSuccess;
  const LaunchShape blocks{static_cast<uint32_t>(row_tiles_of_filters(shape.filters)),
                           static_cast<uint32_t>(warps * 32)};
  const auto tiles = static_cast<int>(row_tiles_of_depth(shape.depth));
  const bool reads_vectors =
      reinterpret_cast<uintptr_t>(x) % (kRowVector * size_of(shape.x_type)) == 0;
  return with_type(shape.x_type, [&](auto element) {
    return launch(kernel_of<decltype(element)>(shape.rows), blocks, stream,
                  Arguments{shape, tiles, x, w, bias, tails, y, reads_vectors});
  });
}

}  // namespace ingot::backend::cuda::kernels
