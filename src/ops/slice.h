#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

enum class SliceMode : uint8_t {
  kStrictBounds,
  kWrap,
  kClamp,
  kFill,
  kReflect,
};

/// Elements start, start+stride, … of each named axis; other axes stay whole. Inputs: x. Strides
/// may be negative. Where an index falls outside: strict_bounds refuses, clamp takes the border,
/// fill takes `fill`, wrap goes round, reflect mirrors without repeating the border.
struct Slice {
  static constexpr std::string_view kName = "slice";

  std::vector<int64_t> axes;
  std::vector<int64_t> start;
  std::vector<int64_t> size;
  std::vector<int64_t> stride;
  SliceMode mode = SliceMode::kStrictBounds;
  double fill = 0;

  static std::vector<ir::Field> fields() {
    return {ir::field("axes", &Slice::axes), ir::field("start", &Slice::start),
            ir::field("size", &Slice::size), ir::field("stride", &Slice::stride),
            ir::field("mode", &Slice::mode), ir::field("fill", &Slice::fill)};
  }
};

}  // namespace ingot::ops

template <>
struct ingot::ir::EnumNames<ingot::ops::SliceMode> {
  static constexpr std::array<std::string_view, 5> names{"strict_bounds", "wrap", "clamp", "fill",
                                                         "reflect"};
};
