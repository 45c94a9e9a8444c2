#pragma once

#include <cstdint>

namespace ingot::ops {

/// In a file of its own, which NVIDIA's compiler reads too.
enum class UnaryOperation : uint8_t {
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

}  // namespace ingot::ops
