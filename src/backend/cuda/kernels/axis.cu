#include "backend/cuda/kernels/axis.h"
#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/kernels/tail.cuh"

namespace ingot::backend::cuda::kernels {
namespace {

constexpr int kLineThreads = 128;

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

/// Joins one value a thread; every thread of the block gets the result.
template <class Join>
__device__ float join_block(float value, const Join& join) {
  __shared__ float values[kLineThreads];
  __syncthreads();
  values[threadIdx.x] = value;
  __syncthreads();
  for (unsigned half = kLineThreads / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) {
      values[threadIdx.x] = join(values[threadIdx.x], values[threadIdx.x + half]);
    }
    __syncthreads();
  }
  return values[0];
}

__global__ void softmax_line(Softmax shape, const void* x, Tails tails, void* y) {
  const AxisShape& lines = shape.lines;
  for (int64_t line = blockIdx.x; line < lines.outer * lines.inner; line += gridDim.x) {
    const int64_t first = line / lines.inner * shape.pitch + line % lines.inner;
    const auto value = [&](int64_t i) { return load(x, shape.is_half, first + i * lines.inner); };
    float largest = -INFINITY;
    for (int64_t i = threadIdx.x; i < lines.extent; i += kLineThreads) {
      largest = Max()(largest, value(i));
    }
    largest = join_block(largest, Max());
    float sum = 0;
    for (int64_t i = threadIdx.x; i < lines.extent; i += kLineThreads) {
      sum += expf(value(i) - largest);
    }
    sum = join_block(sum, Sum());
    for (int64_t i = threadIdx.x; i < lines.extent; i += kLineThreads) {
      const int64_t index = first + i * lines.inner;
      const float result = expf(value(i) - largest) / sum;
      store(y, shape.makes_half, index, apply(tails, result, index));
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

__device__ int64_t offset_of(int64_t index, int axes, const int64_t* extents,
                             const int64_t* strides) {
  int64_t offset = 0;
  for (int axis = 0; axis < axes; ++axis) {
    offset += index % extents[axis] * strides[axis];
    index /= extents[axis];
  }
  return offset;
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
    value = join_block(value, join);
    if (threadIdx.x != 0) continue;
    if (shape.operation == Reduce::Operation::kAverage) value /= static_cast<float>(shape.count);
    y[output] = apply(tails, value, output);
  }
}

template <class Join>
void launch(const Reduce& shape, float start, const float* x, const Tails& tails, float* y,
            cudaStream_t stream) {
  reduce_output<Join>
      <<<blocks_for(shape.size, 1), kLineThreads, 0, stream>>>(shape, start, x, tails, y);
}

}  // namespace

cudaError_t softmax(const Softmax& shape, const void* x, const Tails& tails, void* y,
                    cudaStream_t stream) {
  const AxisShape& lines = shape.lines;
  if (lines.outer * lines.extent * lines.inner == 0) return cudaSuccess;
  softmax_line<<<blocks_for(lines.outer * lines.inner, 1), kLineThreads, 0, stream>>>(shape, x,
                                                                                      tails, y);
  return cudaGetLastError();
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
    case Reduce::Operation::kAverage: launch<Sum>(shape, 0, x, tails, y, stream); break;
    case Reduce::Operation::kProduct: launch<Product>(shape, 1, x, tails, y, stream); break;
    case Reduce::Operation::kMax: launch<Max>(shape, -INFINITY, x, tails, y, stream); break;
    case Reduce::Operation::kMin: launch<Min>(shape, INFINITY, x, tails, y, stream); break;
  }
  return cudaGetLastError();
}

}  // namespace ingot::backend::cuda::kernels
