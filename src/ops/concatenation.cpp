#include "ops/concatenation.h"

#include <cstring>
#include <limits>

#include "base/text.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

/// Adds `next` to the end of `shape` along `axis`.
void append(ir::Shape& shape, const ir::InputInfo& next, size_t axis) {
  expect_rank(next, shape.size(), shape.size(), "inputs");
  for (size_t i = 0; i < shape.size(); ++i) {
    const ir::Dim& extent = next.type.shape[i];
    shape[i] =
        i == axis ? shape[i] + extent : expect_equal(shape[i], extent, str("extents of axis ", i));
  }
}

std::vector<ir::TensorType> infer(const Concatenation& op, ir::Inputs inputs) {
  expect_inputs(inputs, 1, std::numeric_limits<size_t>::max());
  expect_same_type(inputs);
  ir::TensorType type = inputs[0].type;
  const size_t axis = resolve_axis(op.axis, type.shape.size());
  for (const auto& input : inputs.subspan(1)) append(type.shape, input, axis);
  return {type};
}

void reference(const Concatenation& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  const ir::TensorView& y = outputs[0];
  const size_t axis = resolve_axis(op.axis, y.shape.size());
  const int64_t outer = product(std::span(y.shape).first(axis));
  const int64_t inner =
      product(std::span(y.shape).subspan(axis + 1)) * static_cast<int64_t>(size_of(y.data_type));
  auto* to = y.as<std::byte>();
  for (int64_t i = 0; i < outer; ++i) {
    for (const auto& x : inputs) {
      const int64_t bytes = x.shape[axis] * inner;
      if (bytes > 0) std::memcpy(to, x.as<std::byte>() + i * bytes, static_cast<size_t>(bytes));
      to += bytes;
    }
  }
}

const ir::Register<Concatenation> registration({.infer = infer,
                                                .reference = reference,
                                                .accuracy = ir::Accuracy::kExact});

}  // namespace
}  // namespace ingot::ops
