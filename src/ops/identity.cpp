#include "ops/identity.h"

#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

std::vector<ir::TensorType> infer(const Identity& /*op*/, ir::Inputs inputs) {
  expect_inputs(inputs, 1);
  return {inputs[0].type};
}

void reference(const Identity& /*op*/, ir::ConstTensors inputs, ir::Tensors outputs) {
  copy_bytes(inputs[0], outputs[0]);
}

const ir::Register<Identity> registration(
    {.infer = infer,
     .reference = reference,
     .traits = {.view = true, .pointwise = true, .identity = true},
     .accuracy = ir::Accuracy::kExact});

}  // namespace
}  // namespace ingot::ops
