#pragma once

#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

/// x < 0 ? slope·x : x. Inputs: x, slope (broadcast to x).
struct ParametricRelu {
  static constexpr std::string_view kName = "parametric_relu";

  static std::vector<ir::Field> fields() { return {}; }
};

}  // namespace ingot::ops
