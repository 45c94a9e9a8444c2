#pragma once

#include <cuda_runtime_api.h>

#include "backend/cuda/kernels/pointwise.h"

namespace ingot::backend::cuda::kernels {

/// A tensor seen as [outer, extent, inner].
struct AxisShape {
  int64_t outer = 1;
  int64_t extent = 1;
  int64_t inner = 1;
};

/// Elements from a line of a tensor to those beside it, and along it.
struct LinePlaces {
  int64_t outer_stride = 1;
  int64_t inner_stride = 1;
  int64_t stride = 1;  ///< from one element of a line to the next
  Element type = Element::kFloat32;
};

/// y = e^(x−max) / Σ e^(x−max) along lines.
struct Softmax {
  int64_t outer = 1;
  int64_t inner = 1;
  int64_t extent = 1;
  LinePlaces x;
  LinePlaces y;
};
cudaError_t softmax(const Softmax& shape, const void* x, const Tails& tails, void* y,
                    cudaStream_t stream);

/// y = x / (k + scale · Σ x²)^β, the sum over `window` elements around each along the middle axis.
struct Lrn {
  int64_t window;
  float scale;
  float beta;
  float k;
};
cudaError_t lrn(const AxisShape& shape, const Lrn& lrn, const float* x, const Tails& tails,
                float* y, cudaStream_t stream);

/// Each output folds `count` elements: those of the last `reduced` axes, innermost first.
struct Reduce {
  enum class Operation : int32_t { kSum, kProduct, kMax, kMin, kAverage };

  Operation operation = Operation::kSum;
  int64_t size = 1;  ///< outputs
  int64_t count = 1;
  int32_t kept_axes = 0;
  int64_t kept_extents[kMaxAxes] = {};
  int64_t kept_strides[kMaxAxes] = {};
  int32_t axes = 0;
  int64_t extents[kMaxAxes] = {};
  int64_t strides[kMaxAxes] = {};
};
cudaError_t reduce(const Reduce& shape, const float* x, const Tails& tails, float* y,
                   cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
