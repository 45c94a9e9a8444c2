#include "ops/reshape.h"

#include "base/text.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

constexpr size_t kNone = static_cast<size_t>(-1);

/// The extents as given, 0 replaced where it copies, and the place of -1 (1 there).
struct Target {
  ir::Shape shape;
  size_t free = kNone;
};

void check_entry(const Reshape& op, size_t i, const ir::Shape& from, const Target& target) {
  require(op.shape[i] >= -1, ErrorCode::kInvalidArgument,
          [&] { return str("expected extents of at least -1, got [", join(op.shape), "]"); });
  require(op.shape[i] != -1 || target.free == kNone, ErrorCode::kInvalidArgument,
          [&] { return str("expected at most one -1, got [", join(op.shape), "]"); });
  require(op.shape[i] != 0 || !op.zero_copies || i < from.size(), ErrorCode::kInvalidArgument, [&] {
    return str("extent ", i, " is to be copied, but the input is ", to_string(from));
  });
}

Target target_of(const Reshape& op, const ir::Shape& from) {
  Target target;
  for (size_t i = 0; i < op.shape.size(); ++i) {
    check_entry(op, i, from, target);
    if (op.shape[i] == -1) target.free = i;
    const bool copies = op.shape[i] == 0 && op.zero_copies;
    target.shape.push_back(op.shape[i] == -1 ? ir::Dim(1) : copies ? from[i] : op.shape[i]);
  }
  return target;
}

std::vector<ir::TensorType> infer(const Reshape& op, ir::Inputs inputs) {
  expect_inputs(inputs, 1);
  ir::TensorType type = inputs[0].type;
  const ir::Dim total = num_elements(type.shape);
  Target target = target_of(op, type.shape);
  const ir::Dim fixed = num_elements(target.shape);
  if (target.free != kNone) {
    require(fixed != ir::Dim(0), ErrorCode::kInvalidArgument, [&] {
      return str("-1 cannot be found beside an extent of 0 in [", join(op.shape), "]");
    });
    target.shape[target.free] = floor_div(total, fixed);
  }
  const ir::Dim reshaped = num_elements(target.shape);
  const bool fits = !total.is_known() || !reshaped.is_known() || total == reshaped;
  require(fits, ErrorCode::kInvalidArgument, [&] {
    return str("expected a shape of ", total, " elements for ", inputs[0].type, ", got [",
               join(op.shape), "]");
  });
  type.shape = std::move(target.shape);
  return {type};
}

void reference(const Reshape& /*op*/, ir::ConstTensors inputs, ir::Tensors outputs) {
  copy_bytes(inputs[0], outputs[0]);
}

const ir::Register<Reshape> registration({.infer = infer,
                                          .reference = reference,
                                          .traits = {.view = true},
                                          .accuracy = ir::Accuracy::kExact});

}  // namespace
}  // namespace ingot::ops
