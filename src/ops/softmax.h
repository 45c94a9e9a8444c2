#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

/// e^(x−max) / Σ e^(x−max) along one axis. Inputs: x.
struct Softmax {
  static constexpr std::string_view kName = "softmax";

  int64_t axis = 1;

  static std::vector<ir::Field> fields() { return {ir::field("axis", &Softmax::axis)}; }
};

}  // namespace ingot::ops
