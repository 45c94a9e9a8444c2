#pragma once

#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

/// x·scale + shift. Inputs: x, scale, shift; the last two broadcast to x.
struct Scale {
  static constexpr std::string_view kName = "scale";

  static std::vector<ir::Field> fields() { return {}; }
};

}  // namespace ingot::ops
