#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "ir/dim.h"
#include "ir/op.h"

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

/// The attributes of a sliding window, one entry a spatial axis.
struct WindowAttributes {
  std::span<const int64_t> window;
  std::span<const int64_t> stride;
  std::span<const int64_t> dilation;
  std::span<const int64_t> pad_begin;
  std::span<const int64_t> pad_end;
  PaddingMode padding;
};
/// One WindowAxis an axis; the window has as many as there are. Throws Error kInvalidArgument on
/// vectors of other lengths, sizes below 1 and negative padding.
std::vector<WindowAxis> window_axes(const WindowAttributes& attributes);

/// The window of a convolution's or deconvolution's kernel: its extents after the first two.
/// Throws unless x, kernel and bias (where given) have the ranks and types that these need.
std::vector<int64_t> kernel_window(ir::Inputs inputs);

/// The window's axes of a Convolution or Deconvolution.
template <class T>
std::vector<WindowAxis> kernel_axes(const T& op, std::span<const int64_t> window) {
  return window_axes({window, op.stride, op.dilation, op.pad_begin, op.pad_end, op.padding});
}

/// Output extent. Throws Error kInvalidArgument when a known extent is smaller than the window.
ir::Dim window_output(const WindowAxis& axis, const ir::Dim& extent);

struct WindowPadding {
  int64_t begin, end;
};
/// The padding of a known extent; equals pad_begin and pad_end unless the mode is same_*.
WindowPadding window_padding(const WindowAxis& axis, int64_t extent);

/// Cells that one cell of the window joins: output + j with input + j·step for j in 0…count−1,
/// where step is the stride of the last axis. All are offsets into row-major arrays.
struct WindowRun {
  int64_t cell = 0;
  int64_t output = 0;
  int64_t input = 0;
  int64_t count = 0;
};
/// Every pair of an output cell and a window cell that lies on the input. The runs of one output
/// cell come in the window's order.
std::vector<WindowRun> window_runs(std::span<const WindowAxis> axes, std::span<const int64_t> input,
                                   std::span<const int64_t> output);

}  // namespace ingot::ops

template <>
struct ingot::ir::EnumNames<ingot::ops::PaddingMode> {
  static constexpr std::array<std::string_view, 6> names{"explicit_round_down", "explicit_round_up",
                                                         "same_upper",          "same_lower",
                                                         "caffe_round_down",    "caffe_round_up"};
};
