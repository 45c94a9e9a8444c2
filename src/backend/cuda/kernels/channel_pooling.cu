#include <limits>

#include "backend/cuda/kernels/channel_pooling.h"
#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/tail.cuh"

namespace ingot::backend::cuda::kernels {
namespace {

/// Columns of a window that are read before the first is used, and cells of one that lanes share.
constexpr int kAhead = 3;
constexpr int kCellsAhead = 6;
constexpr int kWarp = 32;

/// The cells begin…end−1 of an axis under a window.
struct Span {
  int begin;
  int end;

  __device__ int size() const { return max(end - begin, 0); }
};

struct Window {
  Span spans[kMaxSpatial];
  unsigned image = 0;
  float divisor = 1;

  __device__ int cells() const { return spans[0].size() * spans[1].size() * spans[2].size(); }
};

__device__ Window window_of(const Pooling& shape, unsigned pixel) {
  Window window;
#pragma unroll
  for (int k = kMaxSpatial - 1; k >= 0; --k) {
    const WindowAxis& axis = shape.axes[k];
    const auto extent = static_cast<unsigned>(axis.output);
    const int first = static_cast<int>(pixel % extent) * axis.stride - axis.pad;
    const int last = first + axis.window;
    window.spans[k] = {max(first, 0), min(last, axis.input)};
    window.divisor *=
        static_cast<float>(shape.counts_padding ? min(last, axis.input + shape.pad_end[k]) - first
                                                : window.spans[k].size());
    pixel /= extent;
  }
  window.image = pixel;
  return window;
}

/// Largest and sum of kVector channels.
struct Pooled {
  float largest[kVector];
  float sum[kVector];

  __device__ Pooled() {
#pragma unroll
    for (int k = 0; k < kVector; ++k) {
      largest[k] = -INFINITY;
      sum[k] = 0;
    }
  }
  __device__ void add(const float (&values)[kVector]) {
#pragma unroll
    for (int k = 0; k < kVector; ++k) {
      largest[k] = largest[k] < values[k] ? values[k] : largest[k];
      sum[k] += values[k];
    }
  }
  /// Joins the lanes of a warp: what the blend wants of them.
  __device__ void join_lanes(float blend) {
    if (blend != 1) join(largest, [](float a, float b) { return a < b ? b : a; });
    if (blend != 0) join(sum, [](float a, float b) { return a + b; });
  }

 private:
  template <class Join>
  static __device__ void join(float (&values)[kVector], const Join& of_two) {
#pragma unroll
    for (int distance = kWarp / 2; distance > 0; distance /= 2) {
#pragma unroll
      for (float& value : values) {
        value = of_two(value, __shfl_xor_sync(0xFFFFFFFFU, value, distance));
      }
    }
  }
};

/// A cell of a window, from which one goes on by kLanes cells.
template <int kLanes>
struct Cell {
  int height;
  int width;
  int depth;
  int row;
  int column;

  __device__ Cell(const Window& window, int index)
      : height(max(window.spans[1].size(), 1)), width(max(window.spans[2].size(), 1)) {
    depth = index / width / height;
    row = index / width % height;
    column = index % width;
  }

  __device__ void advance() {
    column += kLanes % width;
    const int passes_line = column >= width ? 1 : 0;
    column -= passes_line * width;
    row += kLanes / width % height + passes_line;
    const int passes_plane = row >= height ? 1 : 0;
    row -= passes_plane * height;
    depth += kLanes / width / height + passes_plane;
  }
};

/// kLanes threads share a window, each taking every kLanes-th cell. At most 2³²−1 vectors.
template <int kLanes, class T>
__global__ void run(const __grid_constant__ ChannelPooling shape, int64_t count, const T* x,
                    const __grid_constant__ Tails tails, void* y) {
  let_next_begin();
  const Pooling& pooling = shape.pooling;
  const auto vectors = static_cast<unsigned>(shape.pitch / kVector);
  const int64_t step = int64_t{gridDim.x} * blockDim.x / kLanes;
  const int lane = static_cast<int>(threadIdx.x) % kLanes;
  int64_t i = (int64_t{blockIdx.x} * blockDim.x + threadIdx.x) / kLanes;
  for (; i < count; i += step) {
    const auto vector = static_cast<unsigned>(i);
    const unsigned channel = vector % vectors * kVector;
    const Window window = window_of(pooling, vector / vectors);
    const int height = window.spans[1].size();
    const int width = window.spans[2].size();
    const int cells = window.cells();
    wait_for_previous();
    Pooled pooled;
    const auto load = [&](int depth, int row, int column, float(&values)[kVector]) {
      const int64_t plane = window.image * pooling.axes[0].input + window.spans[0].begin + depth;
      const int64_t line = plane * pooling.axes[1].input + window.spans[1].begin + row;
      const int64_t pixel = line * pooling.axes[2].input + window.spans[2].begin + column;
      load_vector(x, pixel * shape.pitch + channel, values);
    };
    if (kLanes == 1) {
      for (int depth = 0; depth < window.spans[0].size(); ++depth) {
        for (int row = 0; row < height; ++row) {
#pragma unroll kAhead
          for (int column = 0; column < width; ++column) {
            float values[kVector];
            load(depth, row, column, values);
            pooled.add(values);
          }
        }
      }
    } else {
      Cell<kLanes> cell(window, lane);
      for (int first = lane; first < cells; first += kCellsAhead * kLanes) {
        float values[kCellsAhead][kVector];
#pragma unroll
        for (int k = 0; k < kCellsAhead; ++k, cell.advance()) {
          if (first + k * kLanes < cells) load(cell.depth, cell.row, cell.column, values[k]);
        }
#pragma unroll
        for (int k = 0; k < kCellsAhead; ++k) {
          if (first + k * kLanes < cells) pooled.add(values[k]);
        }
      }
    }
    if (kLanes > 1) pooled.join_lanes(pooling.blend);
    if (lane != 0) continue;
    float values[kVector];
#pragma unroll
    for (int k = 0; k < kVector; ++k) {
      const float average = pooled.sum[k] / window.divisor;
      values[k] = pooling.blend == 0 ? pooled.largest[k]
                  : pooling.blend == 1
                      ? average
                      : (1 - pooling.blend) * pooled.largest[k] + pooling.blend * average;
      if (cells == 0) values[k] = 0;
    }
    apply(tails, values, i * kVector);
    store_vector(y, shape.y_type, i * kVector, values);
  }
}

/// A word of −∞.
__device__ unsigned least(__half /*type*/) { return 0xFC00FC00; }
__device__ unsigned least(__nv_bfloat16 /*type*/) { return 0xFF80FF80; }
__device__ unsigned least(float /*type*/) { return 0xFF800000; }

/// The larger numbers of two vectors; of a number and not-a-number the number.
template <class T>
__device__ void take_larger(uint4& largest, const uint4& values, T /*type*/) {
  auto* const to = reinterpret_cast<typename Pair<T>::Type*>(&largest);
  const auto* const from = reinterpret_cast<const typename Pair<T>::Type*>(&values);
#pragma unroll
  for (int k = 0; k < 4; ++k) to[k] = __hmax2(to[k], from[k]);
}

__device__ void take_larger(uint4& largest, const uint4& values, float /*type*/) {
  auto* const to = reinterpret_cast<float*>(&largest);
  const auto* const from = reinterpret_cast<const float*>(&values);
#pragma unroll
  for (int k = 0; k < 4; ++k) to[k] = fmaxf(to[k], from[k]);
}

/// Maxima over windows of kWindow × kWindow cells, all of which are read before the first is used.
/// In place of cells beside the image, the nearest ones are.
template <int kWindow, class T>
__global__ void run_largest(const __grid_constant__ ChannelPooling shape, int64_t count,
                            const T* x, const __grid_constant__ Tails tails, void* y) {
  constexpr int kParts = kVector * static_cast<int>(sizeof(T)) / static_cast<int>(sizeof(uint4));
  let_next_begin();
  const WindowAxis& down = shape.pooling.axes[1];
  const WindowAxis& across = shape.pooling.axes[2];
  const auto vectors = static_cast<unsigned>(shape.pitch / kVector);
  const int64_t step = int64_t{gridDim.x} * blockDim.x;
  for (int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x; i < count; i += step) {
    const auto vector = static_cast<unsigned>(i);
    const unsigned channel = vector % vectors * kVector;
    const unsigned pixel = vector / vectors;
    const unsigned line = pixel / static_cast<unsigned>(across.output);
    const unsigned image = line / static_cast<unsigned>(down.output);
    const int left =
        static_cast<int>(pixel % static_cast<unsigned>(across.output)) * across.stride - across.pad;
    const int top =
        static_cast<int>(line % static_cast<unsigned>(down.output)) * down.stride - down.pad;
    const T* const plane = x + int64_t{image} * down.input * across.input * shape.pitch + channel;
    wait_for_previous();
    uint4 cells[kWindow * kWindow][kParts];
#pragma unroll
    for (int row = 0; row < kWindow; ++row) {
      const int64_t start = int64_t{min(max(top + row, 0), down.input - 1)} * across.input;
#pragma unroll
      for (int column = 0; column < kWindow; ++column) {
        const int64_t cell = start + min(max(left + column, 0), across.input - 1);
        const auto* const from = reinterpret_cast<const uint4*>(plane + cell * shape.pitch);
#pragma unroll
        for (int part = 0; part < kParts; ++part) cells[row * kWindow + column][part] = from[part];
      }
    }
    uint4 largest[kParts];
#pragma unroll
    for (int part = 0; part < kParts; ++part) {
      const unsigned word = least(T());
      largest[part] = make_uint4(word, word, word, word);
#pragma unroll
      for (const auto& cell : cells) take_larger(largest[part], cell[part], T());
    }
    float values[kVector];
    load_vector(reinterpret_cast<const T*>(largest), 0, values);
    const bool is_inside =
        left < across.input && top < down.input && left + kWindow > 0 && top + kWindow > 0;
#pragma unroll
    for (int k = 0; k < kVector; ++k) values[k] = is_inside ? values[k] : 0;
    apply(tails, values, i * kVector);
    store_vector(y, shape.y_type, i * kVector, values);
  }
}

/// Whether run_largest<window> computes it.
bool takes_largest(const ChannelPooling& shape, int window) {
  const WindowAxis* const axes = shape.pooling.axes;
  return shape.pooling.blend == 0 && axes[0].window == 1 && axes[0].input == 1 &&
         axes[0].output == 1 && axes[0].pad == 0 && axes[1].window == window &&
         axes[2].window == window && axes[1].input > 0 && axes[2].input > 0;
}

template <int kWindow>
cudaError_t pool_largest(const ChannelPooling& shape, int64_t count, const void* x,
                         const Tails& tails, void* y, cudaStream_t stream) {
  const LaunchShape threads{blocks_for(count), kThreads};
  return with_type(shape.x_type, [&](auto element) {
    using T = decltype(element);
    return launch(run_largest<kWindow, T>, threads, stream, shape, count,
                  static_cast<const T*>(x), tails, y);
  });
}

template <int kLanes>
cudaError_t pool(const ChannelPooling& shape, int64_t count, const void* x, const Tails& tails,
                 void* y, cudaStream_t stream) {
  // Of windows that warps share there are few: small blocks spread over more of the GPU.
  constexpr int kBlock = kLanes == 1 ? kThreads : 2 * kWarp;
  const LaunchShape threads{blocks_for(count * kLanes, kBlock), kBlock};
  return with_type(shape.x_type, [&](auto element) {
    using T = decltype(element);
    return launch(run<kLanes, T>, threads, stream, shape, count, static_cast<const T*>(x), tails,
                  y);
  });
}

}  // namespace

cudaError_t channel_pooling(const ChannelPooling& shape, const void* x, const Tails& tails, void* y,
                            cudaStream_t stream) {
  constexpr int64_t kLarge = 16;      // cells that are worth a warp
  constexpr int64_t kMany = 1 << 16;  // vectors of an image that fill a GPU without
  int64_t count = shape.pooling.planes * (shape.pitch / kVector);
  int64_t cells = 1;
  for (const WindowAxis& axis : shape.pooling.axes) {
    count *= axis.output;
    cells *= axis.window;
  }
  if (count == 0) return cudaSuccess;
  if (count > std::numeric_limits<unsigned>::max()) return cudaErrorInvalidValue;
  if (takes_largest(shape, 2)) return pool_largest<2>(shape, count, x, tails, y, stream);
  if (takes_largest(shape, 3)) return pool_largest<3>(shape, count, x, tails, y, stream);
  // By image, so that an item's bits do not depend on the batch.
  if (cells >= kLarge && count / shape.pooling.planes < kMany)
    return pool<kWarp>(shape, count, x, tails, y, stream);
  return pool<1>(shape, count, x, tails, y, stream);
}

}  // namespace ingot::backend::cuda::kernels
