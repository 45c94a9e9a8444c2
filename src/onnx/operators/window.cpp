#include "onnx/operators/window.h"

#include <algorithm>

#include "base/text.h"
#include "onnx/node.h"

namespace ingot::onnx {
namespace {

using ops::PaddingMode;
using ops::WindowAxis;
using ops::WindowPadding;

/// The output extent by ONNX's rule.
int64_t rounded_down(const WindowAxis& axis, int64_t extent, const WindowPadding& padding) {
  return (extent + padding.begin + padding.end - axis.span()) / axis.stride + 1;
}

WindowPadding of_known(const WindowAxis& axis, int64_t extent) {
  WindowPadding padding = window_padding(axis, extent);
  const int64_t output = window_output(axis, extent).value();
  if (rounded_down(axis, extent, padding) == output) return padding;
  const int64_t reach = (output - 1) * axis.stride + axis.span();
  padding.end = std::max<int64_t>(0, reach - extent - padding.begin);
  return padding;
}

}  // namespace

std::optional<WindowPadding> onnx_padding(const WindowAxis& axis, const ir::Dim& extent) {
  if (extent.is_known()) return of_known(axis, extent.value());
  // Adding stride − 1 cells rounds up. Caffe's rule is the same while every window that the cells
  // give starts on the input.
  const int64_t up = axis.pad_end + axis.stride - 1;
  const auto caffe = [&](int64_t end) {
    if (end >= axis.span()) {
      refuse(str("the number of windows follows Caffe's rule on extent ", extent,
                 ", which is not known; fix the shape of the input"));
    }
    return WindowPadding{axis.pad_begin, end};
  };
  switch (axis.mode) {
    case PaddingMode::kExplicitRoundDown: break;
    case PaddingMode::kExplicitRoundUp: return WindowPadding{axis.pad_begin, up};
    case PaddingMode::kSameUpper:
    case PaddingMode::kSameLower: return std::nullopt;
    case PaddingMode::kCaffeRoundDown: return caffe(axis.pad_end);
    case PaddingMode::kCaffeRoundUp: return caffe(up);
  }
  return WindowPadding{axis.pad_begin, axis.pad_end};
}

std::optional<std::vector<WindowPadding>> onnx_padding(std::span<const WindowAxis> axes,
                                                       const ir::Shape& x) {
  std::vector<WindowPadding> all;
  for (size_t i = 0; i < axes.size(); ++i) {
    const auto padding = onnx_padding(axes[i], x[i + 2]);
    if (!padding) return std::nullopt;
    all.push_back(*padding);
  }
  return all;
}

Attribute pads(std::span<const WindowPadding> padding) {
  std::vector<int64_t> values;
  for (const WindowPadding& axis : padding) values.push_back(axis.begin);
  for (const WindowPadding& axis : padding) values.push_back(axis.end);
  return {"pads", values};
}

Attribute auto_pad(PaddingMode mode) {
  return {"auto_pad", std::string(mode == PaddingMode::kSameLower ? "SAME_LOWER" : "SAME_UPPER")};
}

}  // namespace ingot::onnx
