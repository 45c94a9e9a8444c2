#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "ir/dim.h"
#include "ir/field.h"

namespace ingot::ops {

/// How a sliding window's output extent and padding are found, for an extent E, a window that spans
/// W = dilation·(window−1)+1 cells, stride S and padding b (begin), e (end):
/// explicit_round_down ⌊(E+b+e−W)/S⌋+1 · explicit_round_up ⌈(E+b+e−W)/S⌉+1 ·
/// same_upper, same_lower ⌈E/S⌉, b and e being what that needs, the odd cell at the end (upper) or
/// the begin (lower) · caffe_round_down, caffe_round_up as explicit, but no window starts
/// beyond E+b.
enum class PaddingMode : uint8_t {
  kExplicitRoundDown,
  kExplicitRoundUp,
  kSameUpper,
  kSameLower,
  kCaffeRoundDown,
  kCaffeRoundUp,
};

/// One spatial axis of a sliding window.
struct WindowAxis {
  int64_t window;
  int64_t stride;
  int64_t dilation;
  int64_t pad_begin;
  int64_t pad_end;
  PaddingMode mode;

  int64_t span() const { return dilation * (window - 1) + 1; }
};

/// Output extent. Throws Error kInvalidArgument when a known extent is smaller than the window.
ir::Dim window_output(const WindowAxis& axis, const ir::Dim& extent);

struct WindowPadding {
  int64_t begin, end;
};
/// The padding of a known extent; equals pad_begin and pad_end unless the mode is same_*.
WindowPadding window_padding(const WindowAxis& axis, int64_t extent);

}  // namespace ingot::ops

template <>
struct ingot::ir::EnumNames<ingot::ops::PaddingMode> {
  static constexpr std::array<std::string_view, 6> names{
      "explicit_round_down", "explicit_round_up", "same_upper",
      "same_lower",          "caffe_round_down",  "caffe_round_up"};
};
