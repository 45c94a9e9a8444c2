#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "ir/op.h"
#include "ops/unary_operation.h"

namespace ingot::ops {

/// f(x), element by element. Inputs: x. round goes to the nearest, ties to even; is_inf and is_nan
/// give bools, not takes and gives bools.
struct Unary {
  static constexpr std::string_view kName = "unary";

  UnaryOperation operation = UnaryOperation::kExp;

  static std::vector<ir::Field> fields() { return {ir::field("operation", &Unary::operation)}; }
};

}  // namespace ingot::ops

template <>
struct ingot::ir::EnumNames<ingot::ops::UnaryOperation> {
  static constexpr std::array<std::string_view, 25> names{
      "exp",   "log",  "sqrt", "reciprocal", "abs",   "negate", "sin",   "cos",   "tan",
      "sinh",  "cosh", "asin", "acos",       "atan",  "asinh",  "acosh", "atanh", "ceil",
      "floor", "erf",  "not",  "sign",       "round", "is_inf", "is_nan"};
};
