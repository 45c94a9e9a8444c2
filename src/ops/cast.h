#pragma once

#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

/// x in another element type, converted as ir::convert does. Inputs: x.
struct Cast {
  static constexpr std::string_view kName = "cast";

  ir::DataType to = ir::DataType::kFloat32;

  static std::vector<ir::Field> fields() { return {ir::field("to", &Cast::to)}; }
};

}  // namespace ingot::ops
