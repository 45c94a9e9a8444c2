#include "ops/cast.h"

#include "ops/checks.h"

namespace ingot::ops {
namespace {

std::vector<ir::TensorType> infer(const Cast& op, ir::Inputs inputs) {
  expect_inputs(inputs, 1);
  ir::TensorType type = inputs[0].type;
  type.data_type = op.to;
  return {type};
}

void reference(const Cast& /*op*/, ir::ConstTensors inputs, ir::Tensors outputs) {
  for (int64_t i = 0; i < inputs[0].size(); ++i) store(outputs[0], i, load(inputs[0], i));
}

const ir::Register<Cast> registration({.infer = infer,
                                       .reference = reference,
                                       .traits = {.pointwise = true, .conversion = true},
                                       .accuracy = ir::Accuracy::kExact});

}  // namespace
}  // namespace ingot::ops
