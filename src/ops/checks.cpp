#include "ops/checks.h"

#include "base/text.h"

namespace ingot::ops {

void expect_inputs(ir::Inputs inputs, size_t least, size_t most) {
  require(inputs.size() >= least && inputs.size() <= most, ErrorCode::kInvalidArgument, [&] {
    return str("expected ", least, least == most ? "" : str(" to ", most), " inputs, got ",
               inputs.size());
  });
}

void expect_same_type(ir::Inputs inputs) {
  for (const auto& input : inputs) {
    require(input.type.data_type == inputs[0].type.data_type, ErrorCode::kInvalidArgument, [&] {
      return str("expected inputs of one element type, got ", inputs[0].type, " and ",
                 input.type, "; add a cast");
    });
  }
}

void expect_floating(const ir::InputInfo& input, std::string_view what) {
  require(ir::is_floating(input.type.data_type), ErrorCode::kInvalidArgument, [&] {
    return str("expected floating-point ", what, ", got ", input.type);
  });
}

size_t resolve_axis(int64_t axis, size_t rank) {
  const auto signed_rank = static_cast<int64_t>(rank);
  require(axis >= -signed_rank && axis < signed_rank, ErrorCode::kInvalidArgument, [&] {
    return str("axis ", axis, " does not exist in a tensor of rank ", rank);
  });
  return static_cast<size_t>(axis < 0 ? axis + signed_rank : axis);
}

}  // namespace ingot::ops
