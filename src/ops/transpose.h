#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

/// Output axis i is input axis permutation[i]. Inputs: x.
struct Transpose {
  static constexpr std::string_view kName = "transpose";

  std::vector<int64_t> permutation;

  static std::vector<ir::Field> fields() {
    return {ir::field("permutation", &Transpose::permutation)};
  }
};

}  // namespace ingot::ops
