// Functions of one element, on the device. Read by nvcc, and by NVRTC as part of every generated
// kernel: includes nothing but enumerations.
#pragma once

#include "ops/activation_kind.h"
#include "ops/elementwise_operation.h"
#include "ops/unary_operation.h"

namespace ingot::backend::cuda::kernels {

__device__ inline float elu(float x, float alpha) { return x < 0 ? alpha * expm1f(x) : x; }

/// ln(eˣ + 1) without overflow.
__device__ inline float softplus(float x) { return fmaxf(x, 0.0F) + log1pf(expf(-fabsf(x))); }

__device__ inline float gelu_tanh(float x) {
  constexpr float kRoot = 0.7978845608028654F;  // √(2/π)
  return x / 2 * (1 + tanhf(kRoot * (x + 0.044715F * x * x * x)));
}

__device__ inline float activate(ops::ActivationKind kind, float a, float b, float x) {
  using Kind = ops::ActivationKind;
  constexpr float kRootOfHalf = 0.7071067811865476F;
  switch (kind) {
    case Kind::kRelu: return x < 0 ? 0 : x;
    case Kind::kSigmoid: return 1 / (1 + expf(-x));
    case Kind::kTanh: return tanhf(x);
    case Kind::kLeakyRelu: return x < 0 ? a * x : x;
    case Kind::kElu: return elu(x, a);
    case Kind::kSelu: return b * elu(x, a);
    case Kind::kSoftsign: return x / (1 + fabsf(x));
    case Kind::kSoftplus: return a * softplus(b * x);
    case Kind::kClip: {
      const float raised = x < a ? a : x;
      return b < raised ? b : raised;
    }
    case Kind::kHardSigmoid: return fminf(fmaxf(fmaf(a, x, b), 0.0F), 1.0F);
    case Kind::kScaledTanh: return a * tanhf(b * x);
    case Kind::kThresholdedRelu: return x > a ? x : 0;
    case Kind::kGeluErf: return x / 2 * (1 + erff(x * kRootOfHalf));
    case Kind::kGeluTanh: return gelu_tanh(x);
  }
  return x;
}

__device__ inline float apply_unary(ops::UnaryOperation operation, float x) {
  using Operation = ops::UnaryOperation;
  switch (operation) {
    case Operation::kExp: return expf(x);
    case Operation::kLog: return logf(x);
    case Operation::kSqrt: return sqrtf(x);
    case Operation::kReciprocal: return 1 / x;
    case Operation::kAbs: return fabsf(x);
    case Operation::kNegate: return -x;
    case Operation::kSin: return sinf(x);
    case Operation::kCos: return cosf(x);
    case Operation::kTan: return tanf(x);
    case Operation::kSinh: return sinhf(x);
    case Operation::kCosh: return coshf(x);
    case Operation::kAsin: return asinf(x);
    case Operation::kAcos: return acosf(x);
    case Operation::kAtan: return atanf(x);
    case Operation::kAsinh: return asinhf(x);
    case Operation::kAcosh: return acoshf(x);
    case Operation::kAtanh: return atanhf(x);
    case Operation::kCeil: return ceilf(x);
    case Operation::kFloor: return floorf(x);
    case Operation::kErf: return erff(x);
    case Operation::kSign: return x > 0 ? 1 : x < 0 ? -1 : x;
    case Operation::kRound: return rintf(x);
    case Operation::kNot:
    case Operation::kIsInf:
    case Operation::kIsNan: break;
  }
  return x;
}

/// Of float or double; in double precision where a quotient or a power would round twice.
template <class T>
__device__ T apply_elementwise(ops::ElementwiseOperation operation, T a, T b) {
  using Operation = ops::ElementwiseOperation;
  switch (operation) {
    case Operation::kSum: return a + b;
    case Operation::kProduct: return a * b;
    case Operation::kMax: return a < b ? b : a;
    case Operation::kMin: return b < a ? b : a;
    case Operation::kDifference: return a - b;
    case Operation::kQuotient: return a / b;
    case Operation::kPower: return static_cast<T>(pow(double{a}, double{b}));
    case Operation::kFloorDivision: return static_cast<T>(floor(double{a} / double{b}));
    case Operation::kAnd: return a != 0 && b != 0;
    case Operation::kOr: return a != 0 || b != 0;
    case Operation::kXor: return (a != 0) != (b != 0);
    case Operation::kEqual: return a == b;
    case Operation::kGreater: return a > b;
    case Operation::kLess: return a < b;
  }
  return a;
}

}  // namespace ingot::backend::cuda::kernels
