#include "ops/lrn.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

std::vector<ir::TensorType> infer(const Lrn& op, ir::Inputs inputs) {
  expect_inputs(inputs, 1);
  expect_floating(inputs[0], "x");
  expect_rank(inputs[0], 2, kAnyRank, "x [N, C, ...]");
  require(op.window >= 1 && op.window % 2 == 1 && op.window <= kMaxAttribute,
          ErrorCode::kInvalidArgument,
          [&] { return str("expected an odd window of at least 1, got ", op.window); });
  return {inputs[0].type};
}

void reference(const Lrn& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  const std::vector<double> x = read(inputs[0]);
  const Extents& shape = inputs[0].shape;
  const int64_t channels = shape[1];
  const int64_t inner = product(std::span(shape).subspan(2));
  const double scale = op.alpha / static_cast<double>(op.window);
  for (int64_t i = 0; i < inputs[0].size(); ++i) {
    const int64_t c = i / inner % channels;
    const int64_t first = std::max<int64_t>(0, c - op.window / 2);
    const int64_t last = std::min(channels - 1, c + op.window / 2);
    double squares = 0;
    for (int64_t j = first; j <= last; ++j) {
      const double value = x[i + (j - c) * inner];
      squares += value * value;
    }
    store(outputs[0], i, x[i] / std::pow(op.k + scale * squares, op.beta));
  }
}

const ir::Register<Lrn> registration({.infer = infer,
                                      .reference = reference,
                                      .accuracy = ir::Accuracy::kTranscendental});

}  // namespace
}  // namespace ingot::ops
