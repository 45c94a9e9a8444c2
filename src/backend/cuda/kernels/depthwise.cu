#include "backend/cuda/kernels/depthwise.h"
#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/tail.cuh"

namespace ingot::backend::cuda::kernels {
namespace {

/// Adds the products of one vector of channels at output `pixel` of an image.
__device__ void add_products(const Depthwise& shape, const void* x, const float* w, int64_t image,
                             int64_t pixel, int64_t channel, float (&sums)[kVector]) {
  int first[kMaxSpatial];
#pragma unroll
  for (int k = kMaxSpatial - 1; k >= 0; --k) {
    const WindowAxis& axis = shape.axes[k];
    first[k] = static_cast<int>(pixel % axis.output) * axis.stride - axis.pad;
    pixel /= axis.output;
  }
  for (int a = 0; a < shape.axes[0].window; ++a) {
    const int depth = first[0] + a * shape.axes[0].dilation;
    if (depth < 0 || depth >= shape.axes[0].input) continue;
    for (int b = 0; b < shape.axes[1].window; ++b) {
      const int row = first[1] + b * shape.axes[1].dilation;
      if (row < 0 || row >= shape.axes[1].input) continue;
      for (int c = 0; c < shape.axes[2].window; ++c) {
        const int column = first[2] + c * shape.axes[2].dilation;
        if (column < 0 || column >= shape.axes[2].input) continue;
        const int64_t plane = image * shape.axes[0].input + depth;
        const int64_t from = (plane * shape.axes[1].input + row) * shape.axes[2].input + column;
        const int64_t cell = (a * shape.axes[1].window + b) * shape.axes[2].window + c;
        float values[kVector];
        float weights[kVector];
        load_vector(x, shape.x_type, from * shape.pitch + channel, values);
        load_vector(w, cell * shape.pitch + channel, weights);
#pragma unroll
        for (int k = 0; k < kVector; ++k) sums[k] = fmaf(values[k], weights[k], sums[k]);
      }
    }
  }
}

__global__ void run(const __grid_constant__ Depthwise shape, int64_t pixels, const void* x,
                    const float* w, const float* bias, const __grid_constant__ Tails tails,
                    void* y) {
  let_next_begin();
  wait_for_previous();
  const int64_t vectors = shape.pitch / kVector;
  const int64_t step = int64_t{gridDim.x} * blockDim.x;
  int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  for (; i < shape.batch * pixels * vectors; i += step) {
    const int64_t channel = i % vectors * kVector;
    const int64_t pixel = i / vectors;
    float sums[kVector] = {};
    add_products(shape, x, w, pixel / pixels, pixel % pixels, channel, sums);
#pragma unroll
    for (int k = 0; k < kVector; ++k) {
      if (bias != nullptr && channel + k < shape.channels) sums[k] += bias[channel + k];
    }
    apply(tails, sums, i * kVector);
    store_vector(y, shape.y_type, i * kVector, sums);
  }
}

}  // namespace

cudaError_t depthwise(const Depthwise& shape, const void* x, const float* w, const float* bias,
                      const Tails& tails, void* y, cudaStream_t stream) {
  int64_t pixels = 1;
  for (const WindowAxis& axis : shape.axes) pixels *= axis.output;
  const int64_t count = shape.batch * pixels * (shape.pitch / kVector);
  if (count == 0) return cudaSuccess;
  return launch(run, {blocks_for(count), kThreads}, stream, shape, pixels, x, w, bias, tails, y);
}

}  // namespace ingot::backend::cuda::kernels
