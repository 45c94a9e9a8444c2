#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

/// Adds (or, where negative, cuts) elements at both ends of the named axes. Inputs: x.
struct Padding {
  static constexpr std::string_view kName = "padding";

  std::vector<int64_t> axes;
  std::vector<int64_t> begin;
  std::vector<int64_t> end;
  double value = 0;

  static std::vector<ir::Field> fields() {
    return {ir::field("axes", &Padding::axes), ir::field("begin", &Padding::begin),
            ir::field("end", &Padding::end), ir::field("value", &Padding::value)};
  }
};

}  // namespace ingot::ops
