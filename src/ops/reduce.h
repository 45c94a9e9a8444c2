#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

enum class ReduceOperation : uint8_t {
  kSum,
  kProduct,
  kMax,
  kMin,
  kAverage,
};

/// Σ, Π, max, min or mean over the named axes. Inputs: x. Kept axes have extent 1.
struct Reduce {
  static constexpr std::string_view kName = "reduce";

  ReduceOperation operation = ReduceOperation::kSum;
  std::vector<int64_t> axes;
  bool keep_dimensions = false;

  static std::vector<ir::Field> fields() {
    return {ir::field("operation", &Reduce::operation), ir::field("axes", &Reduce::axes),
            ir::field("keep_dimensions", &Reduce::keep_dimensions)};
  }
};

}  // namespace ingot::ops

template <>
struct ingot::ir::EnumNames<ingot::ops::ReduceOperation> {
  static constexpr std::array<std::string_view, 5> names{"sum", "product", "max", "min", "average"};
};
