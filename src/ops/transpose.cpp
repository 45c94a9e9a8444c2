#include "ops/transpose.h"

#include "base/text.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

std::vector<ir::TensorType> infer(const Transpose& op, ir::Inputs inputs) {
  expect_inputs(inputs, 1);
  ir::TensorType type = inputs[0].type;
  const ir::Shape& from = inputs[0].type.shape;
  expect_entries(op.permutation, from.size(), 0, static_cast<int64_t>(from.size()) - 1,
                 "permutation");
  const std::vector<size_t> axes = resolve_axes(op.permutation, from.size());
  for (size_t i = 0; i < axes.size(); ++i) type.shape[i] = from[axes[i]];
  return {type};
}

void reference(const Transpose& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  const Extents strides = strides_of(inputs[0].shape);
  std::vector<std::vector<int64_t>> maps;
  for (const int64_t axis : op.permutation) {
    maps.emplace_back();
    for (int64_t i = 0; i < inputs[0].shape[axis]; ++i) maps.back().push_back(i * strides[axis]);
  }
  gather(inputs[0], maps, 0, outputs[0]);
}

const ir::Register<Transpose> registration({.infer = infer,
                                            .reference = reference,
                                            .accuracy = ir::Accuracy::kExact});

}  // namespace
}  // namespace ingot::ops
