#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

enum class MatrixOperation : uint8_t {
  kNone,
  kTranspose,
  kVector,
};

/// op(a) · op(b) [+ bias] over the last two axes; leading axes broadcast. Inputs: a, b and
/// optionally bias [columns]. `vector` takes the last axis alone: a row for a, a column for b, and
/// the product lacks that axis.
struct MatrixMultiply {
  static constexpr std::string_view kName = "matrix_multiply";

  MatrixOperation a_operation = MatrixOperation::kNone;
  MatrixOperation b_operation = MatrixOperation::kNone;

  static std::vector<ir::Field> fields() {
    return {ir::field("a_operation", &MatrixMultiply::a_operation),
            ir::field("b_operation", &MatrixMultiply::b_operation)};
  }
};

}  // namespace ingot::ops

template <>
struct ingot::ir::EnumNames<ingot::ops::MatrixOperation> {
  static constexpr std::array<std::string_view, 3> names{"none", "transpose", "vector"};
};
