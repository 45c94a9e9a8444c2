#pragma once

#include <cstdint>

#include "backend/cuda/kernels/element.h"

namespace ingot::backend::cuda::kernels {

/// What a thread handles at once of a tensor in vectors: as many channels as are filled up.
inline constexpr int kVector = 8;

/// A function that a kernel applies to a value before it stores it.
struct Function {
  enum class Kind : int32_t { kNone, kActivation, kUnary, kElementwise, kParametricRelu, kScale };

  Kind kind = Kind::kNone;
  int32_t operation = 0;  ///< the enumerator of the operator's enumeration
  float alpha = 0;
  float beta = 0;
  bool is_result_second = false;  ///< operand ∘ value rather than value ∘ operand
};

/// A tensor that a tail reads beside the value: that value's own element, or, along channels,
/// element min(index / divisor % modulus, last) of an f32 tensor.
struct Operand {
  const void* data = nullptr;
  Element type = Element::kFloat32;
  bool is_along_channels = false;
  int64_t divisor = 1;
  int64_t modulus = 1;
  int64_t last = 0;
};

/// A function and its operand, if it has one.
struct Tail {
  Function function;
  Operand operand;
};

inline constexpr int kMaxTails = 8;

/// What becomes of element `index` of an output before it is stored.
struct Tails {
  int32_t count = 0;
  Tail tails[kMaxTails];
};

}  // namespace ingot::backend::cuda::kernels
