#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/kernels/pooling.h"
#include "backend/cuda/kernels/tail.cuh"

namespace ingot::backend::cuda::kernels {
namespace {

/// The cells begin…end−1 of an axis under a window.
struct Span {
  int begin;
  int end;
};

__device__ float pooled(const Pooling& shape, const float* x, const Span* spans, float divisor) {
  float largest = -INFINITY;
  float sum = 0;
  for (int z = spans[0].begin; z < spans[0].end; ++z) {
    for (int y = spans[1].begin; y < spans[1].end; ++y) {
      const float* row = x + (int64_t{z} * shape.axes[1].input + y) * shape.axes[2].input;
      for (int i = spans[2].begin; i < spans[2].end; ++i) {
        const float value = row[i];
        largest = largest < value ? value : largest;
        sum += value;
      }
    }
  }
  if (shape.blend == 0) return largest;
  const float average = sum / divisor;
  return shape.blend == 1 ? average : (1 - shape.blend) * largest + shape.blend * average;
}

__global__ void run(Pooling shape, int64_t size, const float* x, Tails tails, float* y) {
  const int64_t step = int64_t{gridDim.x} * blockDim.x;
  for (int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x; i < size; i += step) {
    int64_t rest = i;
    int64_t cells = 1;
    int64_t input = 1;
    float divisor = 1;
    Span spans[kMaxSpatial];
    for (int k = kMaxSpatial - 1; k >= 0; --k) {
      const WindowAxis& axis = shape.axes[k];
      const int first = static_cast<int>(rest % axis.output) * axis.stride - axis.pad;
      const int last = first + axis.window;
      spans[k] = {max(first, 0), min(last, axis.input)};
      rest /= axis.output;
      cells *= max(spans[k].end - spans[k].begin, 0);
      input *= axis.input;
      divisor *=
          static_cast<float>(shape.counts_padding ? min(last, axis.input + shape.pad_end[k]) - first
                                                  : spans[k].end - spans[k].begin);
    }
    const float value = cells == 0 ? 0 : pooled(shape, x + rest * input, spans, divisor);
    y[i] = apply(tails, value, i);
  }
}

}  // namespace

cudaError_t pooling(const Pooling& shape, const float* x, const Tails& tails, float* y,
                    cudaStream_t stream) {
  int64_t size = shape.planes;
  for (const WindowAxis& axis : shape.axes) size *= axis.output;
  if (size == 0) return cudaSuccess;
  run<<<blocks_for(size), kThreads, 0, stream>>>(shape, size, x, tails, y);
  return cudaGetLastError();
}

}  // namespace ingot::backend::cuda::kernels
