#include "ops/scale.h"

#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

std::vector<ir::TensorType> infer(const Scale& /*op*/, ir::Inputs inputs) {
  expect_inputs(inputs, 3);
  expect_same_type(inputs);
  expect_floating(inputs[0], "x");
  expect_broadcasts_to(inputs[1], inputs[0].type.shape, "scale");
  expect_broadcasts_to(inputs[2], inputs[0].type.shape, "shift");
  return {inputs[0].type};
}

void reference(const Scale& /*op*/, ir::ConstTensors inputs, ir::Tensors outputs) {
  const std::vector<double> x = read(inputs[0]);
  const std::vector<double> scale = read_broadcast(inputs[1], inputs[0].shape);
  const std::vector<double> shift = read_broadcast(inputs[2], inputs[0].shape);
  for (size_t i = 0; i < x.size(); ++i) {
    store(outputs[0], static_cast<int64_t>(i), x[i] * scale[i] + shift[i]);
  }
}

const ir::Register<Scale> registration({.infer = infer,
                                        .reference = reference,
                                        .traits = {.pointwise = true}});

}  // namespace
}  // namespace ingot::ops
