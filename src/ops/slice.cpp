#include "ops/slice.h"

#include <algorithm>

#include "base/text.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

void check_bounds(const Slice& op, size_t i, const ir::Dim& extent) {
  if (!extent.is_known() || op.size[i] == 0 || op.mode == SliceMode::kFill) return;
  const int64_t first = op.start[i];
  const int64_t last = first + (op.size[i] - 1) * op.stride[i];
  const bool is_strict = op.mode == SliceMode::kStrictBounds;
  require(is_strict || extent.value() > 0, ErrorCode::kInvalidArgument,
          [&] { return str("there is nothing to take from axis ", op.axes[i], " of extent 0"); });
  require(!is_strict || (std::min(first, last) >= 0 && std::max(first, last) < extent.value()),
          ErrorCode::kInvalidArgument, [&] {
            return str("expected elements 0 to ", extent - 1, " of axis ", op.axes[i], ", got ",
                       first, " to ", last);
          });
}

std::vector<ir::TensorType> infer(const Slice& op, ir::Inputs inputs) {
  expect_inputs(inputs, 1);
  ir::TensorType type = inputs[0].type;
  const std::vector<size_t> axes = resolve_axes(op.axes, type.shape.size());
  expect_entries(op.start, axes.size(), -kMaxAttribute, kMaxAttribute, "start");
  expect_entries(op.size, axes.size(), 0, kMaxAttribute, "size");
  expect_entries(op.stride, axes.size(), -kMaxAttribute, kMaxAttribute, "stride");
  for (size_t i = 0; i < axes.size(); ++i) {
    check_bounds(op, i, type.shape[axes[i]]);
    type.shape[axes[i]] = op.size[i];
  }
  return {type};
}

/// Index `i` of an axis of extent `extent`, or kOutside.
int64_t resolve(SliceMode mode, int64_t i, int64_t extent) {
  const auto modulo = [](int64_t a, int64_t b) { return (a % b + b) % b; };
  if (i >= 0 && i < extent) return i;
  switch (mode) {
    case SliceMode::kWrap: return modulo(i, extent);
    case SliceMode::kClamp: return std::clamp<int64_t>(i, 0, extent - 1);
    case SliceMode::kReflect: {
      const int64_t period = std::max<int64_t>(1, 2 * (extent - 1));
      const int64_t within = modulo(i, period);
      return std::min(within, period - within);
    }
    case SliceMode::kFill:
    case SliceMode::kStrictBounds: break;
  }
  return kOutside;
}

void reference(const Slice& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  const Extents& shape = inputs[0].shape;
  const Extents strides = strides_of(shape);
  Extents start(shape.size(), 0);
  Extents stride(shape.size(), 1);
  const std::vector<size_t> axes = resolve_axes(op.axes, shape.size());
  for (size_t i = 0; i < axes.size(); ++i) {
    start[axes[i]] = op.start[i];
    stride[axes[i]] = op.stride[i];
  }
  std::vector<std::vector<int64_t>> maps(shape.size());
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    for (int64_t i = 0; i < outputs[0].shape[axis]; ++i) {
      const int64_t from = resolve(op.mode, start[axis] + i * stride[axis], shape[axis]);
      maps[axis].push_back(from == kOutside ? kOutside : from * strides[axis]);
    }
  }
  gather(inputs[0], maps, op.fill, outputs[0]);
}

const ir::Register<Slice> registration({.infer = infer,
                                        .reference = reference,
                                        .accuracy = ir::Accuracy::kExact});

}  // namespace
}  // namespace ingot::ops
