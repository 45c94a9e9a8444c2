#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

/// Bound of sizes, pads, strides and the like in attributes, so that their products fit into 64
/// bits.
inline constexpr int64_t kMaxAttribute = std::numeric_limits<int32_t>::max();

/// Throws Error kInvalidArgument unless there are `least` to `most` inputs without negative
/// extents. So do all functions below unless what they expect holds.
void expect_inputs(ir::Inputs inputs, size_t least, size_t most);
inline void expect_inputs(ir::Inputs inputs, size_t count) { expect_inputs(inputs, count, count); }

/// All inputs have one element type.
void expect_same_type(ir::Inputs inputs);
/// The element type of `input` is a floating-point one.
void expect_floating(const ir::InputInfo& input, std::string_view what);
/// The element type of `input` is not bool.
void expect_numeric(const ir::InputInfo& input, std::string_view what);
/// The element type of `input` is bool.
void expect_bool(const ir::InputInfo& input, std::string_view what);

inline constexpr size_t kAnyRank = std::numeric_limits<size_t>::max();
void expect_rank(const ir::InputInfo& input, size_t least, size_t most, std::string_view what);
/// `values` has one entry for each of `count` axes, all from `least` to `most`.
void expect_entries(std::span<const int64_t> values, size_t count, int64_t least, int64_t most,
                    std::string_view what);

/// `axis` as 0…rank−1; negative ones count from the end.
size_t resolve_axis(int64_t axis, size_t rank);
/// As resolve_axis; no axis comes twice.
std::vector<size_t> resolve_axes(std::span<const int64_t> axes, size_t rank);

/// The extent that `a` and `b` agree on: two different numbers throw, a symbol may be any number.
ir::Dim expect_equal(const ir::Dim& a, const ir::Dim& b, std::string_view what);
/// `groups` is at least 1 and divides `extent`.
void expect_groups(int64_t groups, const ir::Dim& extent, std::string_view what);
/// `input` broadcasts to `shape` without changing it.
void expect_broadcasts_to(const ir::InputInfo& input, const ir::Shape& shape,
                          std::string_view what);

}  // namespace ingot::ops
