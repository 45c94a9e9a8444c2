#pragma once

#include <cstdint>

#include "ir/tensor.h"

namespace ingot::ir {

/// Tensors of a known shape filled by rule; the same on every machine.

/// `value` in every element, converted as `store` does.
Tensor splat(const TensorType& type, double value);
/// Uniform in [-1, 1); booleans even, integers as integer_tensor.
Tensor random_tensor(const TensorType& type, uint64_t seed);
/// Integers from -4 to 4 (0 to 4 where unsigned), so that sums of their products are exact.
Tensor integer_tensor(const TensorType& type, uint64_t seed);

}  // namespace ingot::ir
