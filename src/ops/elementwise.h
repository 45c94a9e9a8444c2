#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "ir/op.h"
#include "ops/elementwise_operation.h"

namespace ingot::ops {

/// a ∘ b, element by element, with broadcasting (ir::broadcast). Inputs: a, b of one element type.
/// floor_division is ⌊a/b⌋; and, or, xor take bools; equal, greater, less give bools.
struct Elementwise {
  static constexpr std::string_view kName = "elementwise";

  ElementwiseOperation operation = ElementwiseOperation::kSum;

  static std::vector<ir::Field> fields() {
    return {ir::field("operation", &Elementwise::operation)};
  }
};

}  // namespace ingot::ops

template <>
struct ingot::ir::EnumNames<ingot::ops::ElementwiseOperation> {
  static constexpr std::array<std::string_view, 14> names{
      "sum", "product", "max", "min",   "difference", "quotient", "power", "floor_division",
      "and", "or",      "xor", "equal", "greater",    "less"};
};
