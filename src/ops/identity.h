#pragma once

#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

/// x. Inputs: x.
struct Identity {
  static constexpr std::string_view kName = "identity";

  static std::vector<ir::Field> fields() { return {}; }
};

}  // namespace ingot::ops
