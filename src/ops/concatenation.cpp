#include "ops/concatenation.h"

#include <algorithm>
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

/// Bytes where nothing lies before the axis; in blocks, that is axis 1 of one image. Each input but
/// the last ends with a whole block of channels.
ir::Joining joins(const Concatenation& op, std::span<const ir::TensorType> inputs) {
  const ir::Format format = inputs[0].format;
  const ir::Shape& shape = inputs[0].shape;
  const size_t axis = resolve_axis(op.axis, shape.size());
  if (!ir::is_row_major(format) && axis != 1) return ir::Joining::kNone;
  const auto fits = [&](const ir::TensorType& type) {
    return type.format == format && type.shape[axis].value() % ir::block_of(format) == 0;
  };
  if (inputs.back().format != format ||
      !std::ranges::all_of(inputs.first(inputs.size() - 1), fits)) {
    return ir::Joining::kNone;
  }
  if (ir::is_channels_last(format)) return ir::Joining::kPixels;
  const auto is_one = [](const ir::Dim& extent) { return extent == ir::Dim(1); };
  return std::all_of(shape.begin(), shape.begin() + static_cast<ptrdiff_t>(axis), is_one)
             ? ir::Joining::kBytes
             : ir::Joining::kNone;
}

const ir::Register<Concatenation> registration(
    {.infer = infer, .reference = reference, .accuracy = ir::Accuracy::kExact, .joins = joins});

}  // namespace
}  // namespace ingot::ops
