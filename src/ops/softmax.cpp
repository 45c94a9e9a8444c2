#include "ops/softmax.h"

#include <algorithm>
#include <cmath>

#include "ops/checks.h"

namespace ingot::ops {
namespace {

std::vector<ir::TensorType> infer(const Softmax& op, ir::Inputs inputs) {
  expect_inputs(inputs, 1);
  expect_floating(inputs[0], "x");
  resolve_axis(op.axis, inputs[0].type.shape.size());
  return {inputs[0].type};
}

void reference(const Softmax& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  const ir::ConstTensorView& x = inputs[0];
  const size_t axis = resolve_axis(op.axis, x.shape.size());
  const int64_t extent = x.shape[axis];
  int64_t inner = 1;
  for (size_t i = axis + 1; i < x.shape.size(); ++i) inner *= x.shape[i];
  const int64_t outer = extent * inner == 0 ? 0 : x.size() / (extent * inner);
  for (int64_t lane = 0; lane < outer * inner; ++lane) {
    const int64_t first = lane / inner * extent * inner + lane % inner;
    double largest = load(x, first);
    for (int64_t i = 1; i < extent; ++i) largest = std::max(largest, load(x, first + i * inner));
    double sum = 0;
    for (int64_t i = 0; i < extent; ++i) sum += std::exp(load(x, first + i * inner) - largest);
    for (int64_t i = 0; i < extent; ++i) {
      store(outputs[0], first + i * inner, std::exp(load(x, first + i * inner) - largest) / sum);
    }
  }
}

const ir::Register<Softmax> registration({.infer = infer,
                                          .reference = reference,
                                          .accuracy = ir::Accuracy::kTranscendental});

}  // namespace
}  // namespace ingot::ops
