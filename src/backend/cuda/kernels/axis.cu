#include "backend/cuda/kernels/axis.h"
#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/offset.cuh"
#include "backend/cuda/kernels/tail.cuh"

namespace ingot::backend::cuda::kernels {
namespace {

constexpr int kLineThreads = 128;
constexpr int kSoftmaxThreads = 256;

struct Sum {
  __device__ float operator()(float a, float b) const { return a + b; }
};
struct Product {
  __device__ float operator()(float a, float b) const { return a * b; }
};
struct Max {
  __device__ float operator()(float a, float b) const { return a < b ? b : a; }
};
struct Min {
  __device__ float operator()(float a, float b) const { return b < a ? b : a; }
};

/// Joins one value a thread of a block of kBlock; every thread gets the result.
template <int kBlock, class Join>
__device__ float join_block(float value, const Join& join) {
  constexpr int kWarp = 32;
  constexpr int kWarps = kBlock / kWarp;
  __shared__ float values[kWarps];
  for (int distance = kWarp / 2; distance > 0; distance /= 2) {
    value = join(value, __shfl_xor_sync(0xFFFFFFFFU, value, distance));
  }
  __syncthreads();
  if (threadIdx.x % kWarp == 0) values[threadIdx.x / kWarp] = value;
  __syncthreads();
  value = values[0];
#pragma unroll
  for (int i = 1; i < kWarps; ++i) value = join(value, values[i]);
  return value;
}

/// A thread keeps its first kKept elements of a line, and reads others each time.
__global__ void softmax_line(const __grid_constant__ Softmax shape, const void* x,
                             const __grid_constant__ Tails tails, void* y) {
  constexpr int kKept = 4;
  constexpr int64_t kFirst = int64_t{kKept} * kSoftmaxThreads;
  let_next_begin();
  wait_for_previous();
  for (int64_t line = blockIdx.x; line < shape.outer * shape.inner; line += gridDim.x) {
    const int64_t outer = shape.inner == 1 ? line : line / shape.inner;
    const int64_t inner = line - outer * shape.inner;
    const auto first_of = [&](const LinePlaces& places) {
      return outer * places.outer_stride + inner * places.inner_stride;
    };
    const int64_t first_x = first_of(shape.x);
    const int64_t first_y = first_of(shape.y);
    const auto value = [&](int64_t i) {
      return load(x, shape.x.type, first_x + i * shape.x.stride);
    };
    const auto finish = [&](int64_t i, float result) {
      const int64_t index = first_y + i * shape.y.stride;
      store(y, shape.y.type, index, apply(tails, result, index));
    };
    float kept[kKept];
    float largest = -INFINITY;
#pragma unroll
    for (int k = 0; k < kKept; ++k) {
      const int64_t i = threadIdx.x + k * kSoftmaxThreads;
      kept[k] = i < shape.extent ? value(i) : -INFINITY;
    }
#pragma unroll
    for (const float own : kept) largest = Max()(largest, own);
    for (int64_t i = threadIdx.x + kFirst; i < shape.extent; i += kSoftmaxThreads) {
      largest = Max()(largest, value(i));
    }
    largest = join_block<kSoftmaxThreads>(largest, Max());
    float sum = 0;
#pragma unroll
    for (int k = 0; k < kKept; ++k) {
      const bool is_there = threadIdx.x + k * kSoftmaxThreads < shape.extent;
      kept[k] = is_there ? expf(kept[k] - largest) : 0;
      sum += kept[k];
    }
    for (int64_t i = threadIdx.x + kFirst; i < shape.extent; i += kSoftmaxThreads) {
      sum += expf(value(i) - largest);
    }
    const float factor = 1 / join_block<kSoftmaxThreads>(sum, Sum());
#pragma unroll
    for (int k = 0; k < kKept; ++k) {
      const int64_t i = threadIdx.x + k * kSoftmaxThreads;
      if (i < shape.extent) finish(i, kept[k] * factor);
    }
    for (int64_t i = threadIdx.x + kFirst; i < shape.extent; i += kSoftmaxThreads) {
      finish(i, expf(value(i) - largest) * factor);
    }
  }
}

__global__ void lrn_element(AxisShape shape, Lrn lrn, const float* x, Tails tails, float* y) {
  const int64_t size = shape.outer * shape.extent * shape.inner;
  const int64_t step = int64_t{gridDim.x} * blockDim.x;
  for (int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x; i < size; i += step) {
    const int64_t at = i / shape.inner % shape.extent;
    const int64_t low = max(at - lrn.window / 2, int64_t{0});
    const int64_t high = min(at + lrn.window / 2, shape.extent - 1);
    float squares = 0;
    for (int64_t j = low; j <= high; ++j) {
      const float value = x[i + (j - at) * shape.inner];
      squares = fmaf(value, value, squares);
    }
    y[i] = apply(tails, x[i] / powf(fmaf(lrn.scale, squares, lrn.k), lrn.beta), i);
  }
}

template <class Join>
__global__ void reduce_output(Reduce shape, float start, const float* x, Tails tails, float* y) {
  const Join join;
  for (int64_t output = blockIdx.x; output < shape.size; output += gridDim.x) {
    const float* from =
        x + offset_of(output, shape.kept_axes, shape.kept_extents, shape.kept_strides);
    float value = start;
    for (int64_t i = threadIdx.x; i < shape.count; i += kLineThreads) {
      value = join(value, from[offset_of(i, shape.axes, shape.extents, shape.strides)]);
    }
    value = join_block<kLineThreads>(value, join);
    if (threadIdx.x != 0) continue;
    if (shape.operation == Reduce::Operation::kAverage) value /= static_cast<float>(shape.count);
    y[output] = apply(tails, value, output);
  }
}

template <class Join>
void reduce(const Reduce& shape, float start, const float* x, const Tails& tails, float* y,
            cudaStream_t stream) {
  reduce_output<Join>
      <<<blocks_for(shape.size, 1), kLineThreads, 0, stream>>>(shape, start, x, tails, y);
}

}  // namespace

cudaError_t softmax(const Softmax& shape, const void* x, const Tails& tails, void* y,
                    cudaStream_t stream) {
  if (shape.outer * shape.inner * shape.extent == 0) return cudaSuccess;
  return launch(softmax_line, {blocks_for(shape.outer * shape.inner, 1), kSoftmaxThreads}, stream,
                shape, x, tails, y);
}

cudaError_t lrn(const AxisShape& shape, const Lrn& lrn, const float* x, const Tails& tails,
                float* y, cudaStream_t stream) {
  const int64_t size = shape.outer * shape.extent * shape.inner;
  if (size == 0) return cudaSuccess;
  lrn_element<<<blocks_for(size), kThreads, 0, stream>>>(shape, lrn, x, tails, y);
  return cudaGetLastError();
}

cudaError_t reduce(const Reduce& shape, const float* x, const Tails& tails, float* y,
                   cudaStream_t stream) {
  if (shape.size == 0) return cudaSuccess;
  switch (shape.operation) {
    case Reduce::Operation::kSum:
    case Reduce::Operation::kAverage: reduce<Sum>(shape, 0, x, tails, y, stream); break;
    case Reduce::Operation::kProduct: reduce<Product>(shape, 1, x, tails, y, stream); break;
    case Reduce::Operation::kMax: reduce<Max>(shape, -INFINITY, x, tails, y, stream); break;
    case Reduce::Operation::kMin: reduce<Min>(shape, INFINITY, x, tails, y, stream); break;
  }
  return cudaGetLastError();
}

}  // namespace ingot::backend::cuda::kernels
