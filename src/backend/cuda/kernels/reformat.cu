#include "backend/cuda/kernels/elements.cuh"
#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/reformat.h"

namespace ingot::backend::cuda::kernels {
namespace {

constexpr int kSide = 32;  // channels and pixels of a tile
constexpr int kRows = 8;   // of a tile that a block handles at once

/// A tile: kSide channels at kSide pixels of an image.
struct Place {
  int64_t image;
  int64_t channel;
  int64_t pixel;
};

__device__ Place place_of(const Reformat& shape, int64_t tile) {
  const int64_t across = (shape.pixels + kSide - 1) / kSide;
  const int64_t down = (shape.pitch + kSide - 1) / kSide;
  return {tile / across / down, tile / across % down * kSide, tile % across * kSide};
}

int64_t tiles_of(const Reformat& shape) {
  return shape.images * ((shape.pixels + kSide - 1) / kSide) * ((shape.pitch + kSide - 1) / kSide);
}

/// What fills up channels becomes zeros.
__global__ void transpose_to(Reformat shape, int64_t tiles, const void* x, void* y) {
  let_next_begin();
  wait_for_previous();
  __shared__ float values[kSide][kSide + 1];
  for (int64_t tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Place place = place_of(shape, tile);
    const int64_t pixel = place.pixel + threadIdx.x;
    for (int row = static_cast<int>(threadIdx.y); row < kSide; row += kRows) {
      const int64_t channel = place.channel + row;
      const bool is_inside = channel < shape.channels && pixel < shape.pixels;
      const int64_t from = (place.image * shape.channels + channel) * shape.pixels + pixel;
      values[row][threadIdx.x] = is_inside ? load(x, shape.x_type, from) : 0;
    }
    __syncthreads();
    const int64_t channel = place.channel + threadIdx.x;
    for (int row = static_cast<int>(threadIdx.y); row < kSide; row += kRows) {
      const int64_t own = place.pixel + row;
      if (channel >= shape.pitch || own >= shape.pixels) continue;
      const int64_t to = (place.image * shape.pixels + own) * shape.pitch + channel;
      store(y, shape.y_type, to, values[threadIdx.x][row]);
    }
    __syncthreads();
  }
}

__global__ void transpose_from(Reformat shape, int64_t tiles, const void* x, void* y) {
  let_next_begin();
  wait_for_previous();
  __shared__ float values[kSide][kSide + 1];
  for (int64_t tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Place place = place_of(shape, tile);
    const int64_t channel = place.channel + threadIdx.x;
    for (int row = static_cast<int>(threadIdx.y); row < kSide; row += kRows) {
      const int64_t own = place.pixel + row;
      const bool is_inside = channel < shape.channels && own < shape.pixels;
      const int64_t from = (place.image * shape.pixels + own) * shape.pitch + channel;
      values[row][threadIdx.x] = is_inside ? load(x, shape.x_type, from) : 0;
    }
    __syncthreads();
    const int64_t pixel = place.pixel + threadIdx.x;
    for (int row = static_cast<int>(threadIdx.y); row < kSide; row += kRows) {
      const int64_t own = place.channel + row;
      if (own >= shape.channels || pixel >= shape.pixels) continue;
      const int64_t to = (place.image * shape.channels + own) * shape.pixels + pixel;
      store(y, shape.y_type, to, values[threadIdx.x][row]);
    }
    __syncthreads();
  }
}

/// Few channels make one vector: a thread a pixel.
__global__ void gather_vector(Reformat shape, const void* x, void* y) {
  let_next_begin();
  wait_for_previous();
  const int64_t count = shape.images * shape.pixels;
  const int64_t step = int64_t{gridDim.x} * blockDim.x;
  for (int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x; i < count; i += step) {
    const int64_t first = i / shape.pixels * shape.channels * shape.pixels + i % shape.pixels;
    float values[kVector];
#pragma unroll
    for (int k = 0; k < kVector; ++k) {
      values[k] = k < shape.channels ? load(x, shape.x_type, first + k * shape.pixels) : 0;
    }
    store_vector(y, shape.y_type, i * kVector, values);
  }
}

__global__ void convert_elements(Conversion shape, const void* x, void* y) {
  let_next_begin();
  wait_for_previous();
  const int64_t step = int64_t{gridDim.x} * blockDim.x;
  for (int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x; i < shape.size; i += step) {
    store(y, shape.y_type, i, load(x, shape.x_type, i));
  }
}

}  // namespace

cudaError_t convert(const Conversion& shape, const void* x, void* y, cudaStream_t stream) {
  if (shape.size == 0) return cudaSuccess;
  return launch(convert_elements, {blocks_for(shape.size), kThreads}, stream, shape, x, y);
}

cudaError_t to_channels_last(const Reformat& shape, const void* x, void* y, cudaStream_t stream) {
  const int64_t tiles = tiles_of(shape);
  if (tiles == 0) return cudaSuccess;
  if (shape.pitch == kVector) {
    return launch(gather_vector, {blocks_for(shape.images * shape.pixels), kThreads}, stream, shape,
                  x, y);
  } else {
    return launch(transpose_to, {blocks_for(tiles, 1), dim3(kSide, kRows)}, stream, shape, tiles, x,
                  y);
  }
}

cudaError_t from_channels_last(const Reformat& shape, const void* x, void* y, cudaStream_t stream) {
  const int64_t tiles = tiles_of(shape);
  if (tiles == 0) return cudaSuccess;
  return launch(transpose_from, {blocks_for(tiles, 1), dim3(kSide, kRows)}, stream, shape, tiles, x,
                y);
}

}  // namespace ingot::backend::cuda::kernels
