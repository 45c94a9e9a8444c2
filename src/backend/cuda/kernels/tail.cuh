// The epilogue on a value or a vector of them, on the device.
#pragma once

#include "backend/cuda/kernels/elements.cuh"
#include "backend/cuda/kernels/functions.cuh"
#include "backend/cuda/kernels/tail.h"

namespace ingot::backend::cuda::kernels {

__host__ __device__ inline bool is_sum(const Function& function) {
  return function.kind == Function::Kind::kElementwise &&
         static_cast<ops::ElementwiseOperation>(function.operation) ==
             ops::ElementwiseOperation::kSum;
}

__host__ __device__ inline bool is_relu(const Function& function) {
  return function.kind == Function::Kind::kActivation &&
         static_cast<ops::ActivationKind>(function.operation) == ops::ActivationKind::kRelu;
}

/// A function other than those that `apply` computes itself. A call, lest every kernel holds all of
/// them for each of its elements.
__device__ __noinline__ inline float apply_other(const Function& function, float x, float y) {
  using Kind = Function::Kind;
  switch (function.kind) {
    case Kind::kActivation:
      return activate(static_cast<ops::ActivationKind>(function.operation), function.alpha,
                      function.beta, x);
    case Kind::kUnary: return apply_unary(static_cast<ops::UnaryOperation>(function.operation), x);
    case Kind::kElementwise: {
      const auto operation = static_cast<ops::ElementwiseOperation>(function.operation);
      return function.is_result_second ? apply_elementwise(operation, y, x)
                                       : apply_elementwise(operation, x, y);
    }
    default: return x;
  }
}

/// The function of the value and up to two operands.
__device__ inline float apply(const Function& function, float x, float y, float z) {
  using Kind = Function::Kind;
  if (is_sum(function)) return x + y;
  if (is_relu(function)) return x < 0 ? 0 : x;
  switch (function.kind) {
    case Kind::kNone: return x;
    case Kind::kParametricRelu: return x < 0 ? y * x : x;
    case Kind::kScale: return fmaf(x, y, z);
    default: return apply_other(function, x, y);
  }
}

/// What an operand has for element `index` of an output; 0 without one.
__device__ inline float element_of(const Operand& operand, int64_t index) {
  if (operand.data == nullptr) return 0;
  if (operand.is_along_channels) {
    const int64_t channel = index / operand.divisor % operand.modulus;
    return static_cast<const float*>(operand.data)[min(channel, operand.last)];
  }
  return load(operand.data, operand.type, index);
}

/// The value that element `index` of an output gets.
__device__ inline float apply(const Tails& tails, float value, int64_t index) {
  for (int i = 0; i < tails.count; ++i) {
    const Tail& tail = tails.tails[i];
    value = apply(tail.function, value, element_of(tail.operand, index), 0);
  }
  return value;
}

/// The same of kCount elements, the first of which is `index`, a multiple of kCount, 4 or 8.
template <int kCount>
__device__ void apply(const Tails& tails, float (&values)[kCount], int64_t index) {
  for (int i = 0; i < tails.count; ++i) {
    const Function& function = tails.tails[i].function;
    const Operand& operand = tails.tails[i].operand;
    float others[kCount] = {};
    if (operand.data != nullptr && !operand.is_along_channels) {
      load_vector(operand.data, operand.type, index, others);
    } else if (operand.data != nullptr) {
#pragma unroll
      for (int k = 0; k < kCount; ++k) others[k] = element_of(operand, index + k);
    }
#pragma unroll
    for (int k = 0; k < kCount; ++k) values[k] = apply(function, values[k], others[k], 0);
  }
}

}  // namespace ingot::backend::cuda::kernels
