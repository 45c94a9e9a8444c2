#include "ops/padding.h"

#include "base/text.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

std::vector<ir::TensorType> infer(const Padding& op, ir::Inputs inputs) {
  expect_inputs(inputs, 1);
  ir::TensorType type = inputs[0].type;
  const std::vector<size_t> axes = resolve_axes(op.axes, type.shape.size());
  expect_entries(op.begin, axes.size(), -kMaxAttribute, kMaxAttribute, "begin");
  expect_entries(op.end, axes.size(), -kMaxAttribute, kMaxAttribute, "end");
  for (size_t i = 0; i < axes.size(); ++i) {
    ir::Dim& extent = type.shape[axes[i]];
    const ir::Dim padded = extent + op.begin[i] + op.end[i];
    require(!padded.is_known() || padded.value() >= 0, ErrorCode::kInvalidArgument, [&] {
      return str("expected at most ", extent, " elements to cut from axis ", axes[i], ", got ",
                 op.begin[i], " and ", op.end[i]);
    });
    extent = padded;
  }
  return {type};
}

void reference(const Padding& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  const Extents& shape = inputs[0].shape;
  const Extents strides = strides_of(shape);
  Extents begin(shape.size(), 0);
  const std::vector<size_t> axes = resolve_axes(op.axes, shape.size());
  for (size_t i = 0; i < axes.size(); ++i) begin[axes[i]] = op.begin[i];

  std::vector<std::vector<int64_t>> maps(shape.size());
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    for (int64_t i = 0; i < outputs[0].shape[axis]; ++i) {
      const int64_t from = i - begin[axis];
      const bool is_inside = from >= 0 && from < shape[axis];
      maps[axis].push_back(is_inside ? from * strides[axis] : kOutside);
    }
  }
  gather(inputs[0], maps, op.value, outputs[0]);
}

const ir::Register<Padding> registration({.infer = infer,
                                          .reference = reference,
                                          .accuracy = ir::Accuracy::kExact});

}  // namespace
}  // namespace ingot::ops
