#include "ops/fully_connected.h"

#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

std::vector<ir::TensorType> infer(const FullyConnected& /*op*/, ir::Inputs inputs) {
  expect_inputs(inputs, 2, 3);
  expect_same_type(inputs);
  expect_floating(inputs[0], "x");
  const ir::Shape& x = inputs[0].type.shape;
  const ir::Shape& kernel = inputs[1].type.shape;
  expect_rank(inputs[0], 3, kAnyRank, "x [..., C, H, W]");
  expect_rank(inputs[1], 2, 2, "kernel");
  expect_equal(ir::num_elements({x.end() - 3, x.end()}), kernel[1],
               "numbers of inputs, C·H·W of x and the kernel's last extent,");
  if (inputs.size() == 3) {
    expect_rank(inputs[2], 1, 1, "bias");
    expect_equal(inputs[2].type.shape[0], kernel[0], "bias and outputs");
  }
  ir::TensorType type = inputs[0].type;
  type.shape.resize(x.size() - 3);
  type.shape.insert(type.shape.end(), {kernel[0], 1, 1});
  return {type};
}

void reference(const FullyConnected& /*op*/, ir::ConstTensors inputs, ir::Tensors outputs) {
  const std::vector<double> x = read(inputs[0]);
  const std::vector<double> kernel = read(inputs[1]);
  const int64_t columns = inputs[1].shape[0];
  const int64_t depth = inputs[1].shape[1];
  for (int64_t i = 0; i < outputs[0].size(); ++i) {
    const double* row = x.data() + i / columns * depth;
    const double* weights = kernel.data() + i % columns * depth;
    double sum = inputs.size() == 3 ? load(inputs[2], i % columns) : 0;
    for (int64_t k = 0; k < depth; ++k) sum += weights[k] * row[k];
    store(outputs[0], i, sum);
  }
}

const ir::Register<FullyConnected> registration({.infer = infer,
                                                 .reference = reference,
                                                 .accuracy = ir::Accuracy::kAccumulation});

}  // namespace
}  // namespace ingot::ops
