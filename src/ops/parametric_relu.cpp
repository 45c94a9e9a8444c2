#include "ops/parametric_relu.h"

#include "ops/checks.h"
#include "ops/elements.h"
#include "ops/scale.h"

namespace ingot::ops {
namespace {

std::vector<ir::TensorType> infer(const ParametricRelu& /*op*/, ir::Inputs inputs) {
  expect_inputs(inputs, 2);
  expect_same_type(inputs);
  expect_floating(inputs[0], "x");
  expect_broadcasts_to(inputs[1], inputs[0].type.shape, "slope");
  return {inputs[0].type};
}

void reference(const ParametricRelu& /*op*/, ir::ConstTensors inputs, ir::Tensors outputs) {
  const std::vector<double> x = read(inputs[0]);
  const std::vector<double> slope = read_broadcast(inputs[1], inputs[0].shape);
  for (size_t i = 0; i < x.size(); ++i) {
    store(outputs[0], static_cast<int64_t>(i), x[i] < 0 ? slope[i] * x[i] : x[i]);
  }
}

const ir::Register<ParametricRelu> registration({.infer = infer,
                                                 .reference = reference,
                                                 .traits = {.pointwise = true}});

}  // namespace

bool reads_channels(const ir::Op& op) { return op.is<Scale>() || op.is<ParametricRelu>(); }

bool runs_along_channels(const ir::Shape& shape, const ir::Shape& image) {
  if (shape.size() > image.size()) return false;
  const size_t missing = image.size() - shape.size();
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    const bool is_channel = axis + missing == 1 && shape[axis] == image[1];
    if (shape[axis] != ir::Dim(1) && !is_channel) return false;
  }
  return true;
}

}  // namespace ingot::ops
