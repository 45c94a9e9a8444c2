#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

/// The inputs one after the other along an axis. Inputs: one or more, equal in all other extents.
struct Concatenation {
  static constexpr std::string_view kName = "concatenation";

  int64_t axis = 1;

  static std::vector<ir::Field> fields() { return {ir::field("axis", &Concatenation::axis)}; }
};

}  // namespace ingot::ops
