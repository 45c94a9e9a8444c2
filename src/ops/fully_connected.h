#pragma once

#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

/// y = W·x + b over the last three axes of x, flattened. Inputs: x [..., C, H, W], kernel
/// [outputs, C·H·W] and optionally bias [outputs]. Output: [..., outputs, 1, 1].
struct FullyConnected {
  static constexpr std::string_view kName = "fully_connected";

  static std::vector<ir::Field> fields() { return {}; }
};

}  // namespace ingot::ops
