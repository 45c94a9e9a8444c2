#include "onnx/operators/pooled_axis.h"

#include <algorithm>

#include "base/text.h"
#include "onnx/operators/window.h"

namespace ingot::onnx {
namespace {

PooledAxis of_known(const ops::WindowAxis& axis, int64_t extent) {
  const ops::WindowPadding padding = window_padding(axis, extent);
  const int64_t outputs = window_output(axis, extent).value();
  const int64_t past_padding = padding.begin - axis.window;
  const int64_t first = past_padding < 0 ? 0 : past_padding / axis.stride + 1;
  const int64_t last = std::min(outputs - 1, (extent + padding.begin - 1) / axis.stride);
  if (extent == 0 || last < first) refuse("pooling whose windows meet no cell");
  const int64_t begin = padding.begin - first * axis.stride;
  const int64_t reach = (last - first) * axis.stride + axis.window;
  const int64_t end = std::max<int64_t>(0, reach - extent - begin);
  return {axis.window,
          axis.stride,
          begin,
          end,
          std::min(end, padding.end),
          {first, outputs - 1 - last}};
}

}  // namespace

PooledAxis pooled_axis(const ops::WindowAxis& axis, const ir::Dim& extent) {
  if (extent.is_known()) return of_known(axis, extent.value());
  const auto padding = onnx_padding(axis, extent);
  if (!padding || std::max(padding->begin, padding->end) >= axis.window) {
    refuse(str("windows of ", axis.window, " with padding that holds one whole, over extent ",
               extent, ", which is not known; fix the shape of the input"));
  }
  return {
      axis.window, axis.stride, padding->begin, padding->end, std::min(axis.pad_end, padding->end),
      {}};
}

}  // namespace ingot::onnx
