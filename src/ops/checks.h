#pragma once

#include <cstdint>
#include <string_view>

#include "ir/op.h"

namespace ingot::ops {

/// Throws Error kInvalidArgument unless there are `least` to `most` inputs.
void expect_inputs(ir::Inputs inputs, size_t least, size_t most);
inline void expect_inputs(ir::Inputs inputs, size_t count) { expect_inputs(inputs, count, count); }

/// Throws unless all inputs have one element type.
void expect_same_type(ir::Inputs inputs);

/// Throws unless the element type of `input` is a floating-point one.
void expect_floating(const ir::InputInfo& input, std::string_view what);

/// `axis` as 0…rank−1; negative ones count from the end. Throws when there is no such axis.
size_t resolve_axis(int64_t axis, size_t rank);

}  // namespace ingot::ops
