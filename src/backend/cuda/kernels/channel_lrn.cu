#include <limits>

#include "backend/cuda/kernels/channel_lrn.h"
#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/tail.cuh"

namespace ingot::backend::cuda::kernels {
namespace {

constexpr int kNear = 3 * kVector;  // a vector with its neighbours
constexpr int kUsualReach = 2;      // of windows of 5
static_assert(kMostLrnReach <= kVector);

/// Squares of the channels around a vector; zeros outside of the pixel.
template <class T>
__device__ void load_squares(const ChannelLrn& shape, const T* x, int64_t pixel, int first,
                             float (&values)[kVector], float (&squares)[kNear]) {
#pragma unroll
  for (int part = 0; part < 3; ++part) {
    const int channel = first + (part - 1) * kVector;
    float near[kVector] = {};
    if (channel >= 0 && channel < shape.channels) {
      load_vector(x, pixel * shape.pitch + channel, near);
    }
#pragma unroll
    for (int k = 0; k < kVector; ++k) {
      squares[part * kVector + k] = channel + k < shape.channels ? near[k] * near[k] : 0;
      if (part == 1) values[k] = near[k];
    }
  }
}

/// x^−beta of a positive x: 2 ulp and 1 ulp of the roots, halved, at the usual 0.75.
__device__ float inverse_power(float x, float beta) {
  return beta == 0.75F ? rsqrtf(x) * sqrtf(rsqrtf(x)) : powf(x, -beta);
}

/// Windows of kReach to each side, or, at kMostLrnReach, of any. Fewer than 2³² vectors.
template <class T, int kReach>
__global__ void run(const __grid_constant__ ChannelLrn shape, const T* x,
                    const __grid_constant__ Tails tails, T* y) {
  let_next_begin();
  wait_for_previous();
  const auto vectors = static_cast<unsigned>(shape.pitch / kVector);
  const int64_t step = int64_t{gridDim.x} * blockDim.x;
  const int reach = kReach < kMostLrnReach ? kReach : static_cast<int>(shape.lrn.window / 2);
  int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  for (; i < shape.pixels * vectors; i += step) {
    float values[kVector];
    float squares[kNear];
    const auto vector = static_cast<unsigned>(i);
    load_squares(shape, x, vector / vectors, static_cast<int>(vector % vectors * kVector), values,
                 squares);
#pragma unroll
    for (int k = 0; k < kVector; ++k) {
      float sum = 0;
#pragma unroll
      for (int j = -kReach; j <= kReach; ++j) {
        const int at = kVector + k + j;
        if (abs(j) <= reach && at >= 0 && at < kNear) sum += squares[at];
      }
      values[k] *= inverse_power(fmaf(shape.lrn.scale, sum, shape.lrn.k), shape.lrn.beta);
    }
    apply(tails, values, i * kVector);
    store_vector(y, i * kVector, values);
  }
}

template <class T>
cudaError_t normalise(const ChannelLrn& shape, int64_t count, const void* x, const Tails& tails,
                      void* y, cudaStream_t stream) {
  const auto kernel =
      shape.lrn.window / 2 == kUsualReach ? run<T, kUsualReach> : run<T, kMostLrnReach>;
  return launch(kernel, {blocks_for(count), kThreads}, stream, shape,
                static_cast<const T*>(x), tails, static_cast<T*>(y));
}

}  // namespace

cudaError_t channel_lrn(const ChannelLrn& shape, const void* x, const Tails& tails, void* y,
                        cudaStream_t stream) {
  const int64_t count = shape.pixels * (shape.pitch / kVector);
  if (count == 0) return cudaSuccess;
  if (count > std::numeric_limits<unsigned>::max()) return cudaErrorInvalidValue;
  return with_type(shape.type, [&](auto element) {
    return normalise<decltype(element)>(shape, count, x, tails, y, stream);
  });
}

}  // namespace ingot::backend::cuda::kernels
