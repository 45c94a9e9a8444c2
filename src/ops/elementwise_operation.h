#pragma once

#include <cstdint>

namespace ingot::ops {

/// In a file of its own, which NVIDIA's compiler reads too.
enum class ElementwiseOperation : uint8_t {
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

}  // namespace ingot::ops
