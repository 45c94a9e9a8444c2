#pragma once

#include <cstdint>

// The operators' enumerations, which NVIDIA's compiler cannot read where they are; function.cpp
// holds them against each other.

namespace ingot::backend::cuda::kernels {

enum class Activation : uint8_t {
  kRelu,
  kSigmoid,
  kTanh,
  kLeakyRelu,
  kElu,
  kSelu,
  kSoftsign,
  kSoftplus,
  kClip,
  kHardSigmoid,
  kScaledTanh,
  kThresholdedRelu,
  kGeluErf,
  kGeluTanh,
};

enum class Unary : uint8_t {
  kExp,
  kLog,
  kSqrt,
  kReciprocal,
  kAbs,
  kNegate,
  kSin,
  kCos,
  kTan,
  kSinh,
  kCosh,
  kAsin,
  kAcos,
  kAtan,
  kAsinh,
  kAcosh,
  kAtanh,
  kCeil,
  kFloor,
  kErf,
  kNot,
  kSign,
  kRound,
  kIsInf,
  kIsNan,
};

enum class Elementwise : uint8_t {
  kSum,
  kProduct,
  kMax,
  kMin,
  kDifference,
  kQuotient,
  kPower,
  kFloorDivision,
  kAnd,
  kOr,
  kXor,
  kEqual,
  kGreater,
  kLess,
};

}  // namespace ingot::backend::cuda::kernels
