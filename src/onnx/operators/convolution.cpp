#include "ops/convolution.h"

#include <algorithm>

#include "onnx/node.h"
#include "onnx/operators/window.h"
#include "onnx/registry.h"
#include "ops/deconvolution.h"

namespace ingot::onnx {
namespace {

std::vector<int64_t> window_of(const NodeWriter& node) {
  const ir::Shape& kernel = node.input(1).type.shape;
  return ir::numbers({kernel.begin() + 2, kernel.end()});
}

template <class T>
std::vector<Attribute> attributes(const T& op, const std::vector<int64_t>& window) {
  return {{"kernel_shape", window},
          {"strides", op.stride},
          {"dilations", op.dilation},
          {"group", op.groups}};
}

std::string write(const ops::Convolution& op, NodeWriter& node) {
  const std::vector<int64_t> window = window_of(node);
  std::vector<Attribute> all = attributes(op, window);
  const auto padding = onnx_padding(kernel_axes(op, window), node.input().type.shape);
  all.push_back(padding ? pads(*padding) : auto_pad(op.padding));
  return node.add("Conv", node.input_names(), std::move(all));
}

/// What a deconvolution's result loses at its ends, and the cells at its end that no window
/// reaches.
struct Trim {
  ops::WindowPadding cut;
  int64_t unreached = 0;
};

Trim trim_of(const ops::WindowAxis& axis) {
  const bool is_lower = axis.mode == ops::PaddingMode::kSameLower;
  if (!is_lower && axis.mode != ops::PaddingMode::kSameUpper) {
    return {{axis.pad_begin, axis.pad_end}};
  }
  const int64_t total = std::max<int64_t>(0, axis.span() - axis.stride);
  const int64_t begin = is_lower ? total - total / 2 : total / 2;
  return {{begin, total - begin}, std::max<int64_t>(0, axis.stride - axis.span())};
}

std::string write_transposed(const ops::Deconvolution& op, NodeWriter& node) {
  const std::vector<int64_t> window = window_of(node);
  std::vector<ops::WindowPadding> cuts;
  std::vector<int64_t> unreached;
  for (const ops::WindowAxis& axis : kernel_axes(op, window)) {
    const Trim trim = trim_of(axis);
    cuts.push_back(trim.cut);
    unreached.push_back(trim.unreached);
  }
  std::vector<Attribute> all = attributes(op, window);
  all.push_back(pads(cuts));
  all.push_back({"output_padding", unreached});
  return node.add("ConvTranspose", node.input_names(), std::move(all));
}

const Register<ops::Convolution> convolution(write);
const Register<ops::Deconvolution> deconvolution(write_transposed);

}  // namespace
}  // namespace ingot::onnx
