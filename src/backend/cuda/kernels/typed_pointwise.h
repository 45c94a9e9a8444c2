#pragma once

#include "backend/cuda/kernels/number.h"
#include "backend/cuda/kernels/pointwise.h"

namespace ingot::backend::cuda::kernels {

/// As Pointwise, of elements of any type; without axes, each input has its elements in the order of
/// y. Kind::kNone converts.
struct TypedPointwise {
  Pointwise shape;
  Number x_types[kMaxInputs] = {};
  Number y_type = Number::kFloat32;
  /// Computes in double: of activations min(max(x, least), most) alone, of unary functions those
  /// that take integers. Otherwise in float.
  bool is_wide = false;
  double least = 0;
  double most = 0;
};

cudaError_t typed_pointwise(const TypedPointwise& shape, const void* const x[kMaxInputs], void* y,
                            cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
