#include "backend/cuda/kernels/channel_lrn.h"
#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/tail.cuh"

namespace ingot::backend::cuda::kernels {
namespace {

constexpr int kNear = 3 * kVector;  // a vector with its neighbours
static_assert(kMostLrnReach <= kVector);

/// Squares of the channels around a vector; zeros outside of the pixel.
__device__ void load_squares(const ChannelLrn& shape, const void* x, int64_t pixel, int64_t first,
                             float (&values)[kVector], float (&squares)[kNear]) {
#pragma unroll
  for (int part = 0; part < 3; ++part) {
    const int64_t channel = first + (part - 1) * kVector;
    float near[kVector] = {};
    if (channel >= 0 && channel < shape.channels) {
      load_vector(x, shape.is_half, pixel * shape.pitch + channel, near);
    }
#pragma unroll
    for (int k = 0; k < kVector; ++k) {
      squares[part * kVector + k] = channel + k < shape.channels ? near[k] * near[k] : 0;
      if (part == 1) values[k] = near[k];
    }
  }
}

__global__ void run(const __grid_constant__ ChannelLrn shape, const void* x,
                    const __grid_constant__ Tails tails, void* y) {
  let_next_begin();
  wait_for_previous();
  const int64_t vectors = shape.pitch / kVector;
  const int64_t step = int64_t{gridDim.x} * blockDim.x;
  const int reach = static_cast<int>(shape.lrn.window / 2);
  int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  for (; i < shape.pixels * vectors; i += step) {
    float values[kVector];
    float squares[kNear];
    load_squares(shape, x, i / vectors, i % vectors * kVector, values, squares);
#pragma unroll
    for (int k = 0; k < kVector; ++k) {
      float sum = 0;
#pragma unroll
      for (int j = -kMostLrnReach; j <= kMostLrnReach; ++j) {
        const int at = kVector + k + j;
        if (abs(j) <= reach && at >= 0 && at < kNear) sum += squares[at];
      }
      values[k] *= powf(fmaf(shape.lrn.scale, sum, shape.lrn.k), -shape.lrn.beta);
    }
    apply(tails, values, i * kVector);
    store_vector(y, shape.is_half, i * kVector, values);
  }
}

}  // namespace

cudaError_t channel_lrn(const ChannelLrn& shape, const void* x, const Tails& tails, void* y,
                        cudaStream_t stream) {
  const int64_t count = shape.pixels * (shape.pitch / kVector);
  if (count == 0) return cudaSuccess;
  return launch(run, {blocks_for(count), kThreads}, stream, shape, x, tails, y);
}

}  // namespace ingot::backend::cuda::kernels
