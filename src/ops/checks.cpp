#include "ops/checks.h"

#include <algorithm>

#include "base/text.h"

namespace ingot::ops {
namespace {

void expect(bool condition, const auto& message) {
  require(condition, ErrorCode::kInvalidArgument, message);
}

std::string range(size_t least, size_t most) {
  if (least == most) return str(least);
  if (most == kAnyRank) return str("at least ", least);
  return str(least, " to ", most);
}

bool is_negative(const ir::Dim& dim) { return dim.is_known() && dim.value() < 0; }

/// Whether some number could make the extents equal.
bool may_equal(const ir::Dim& a, const ir::Dim& b) {
  return !a.is_known() || !b.is_known() || a == b;
}

}  // namespace

void expect_inputs(ir::Inputs inputs, size_t least, size_t most) {
  expect(inputs.size() >= least && inputs.size() <= most,
         [&] { return str("expected ", range(least, most), " inputs, got ", inputs.size()); });
  for (const auto& input : inputs) {
    const ir::Shape& shape = input.type.shape;
    expect(std::none_of(shape.begin(), shape.end(), is_negative),
           [&] { return str("expected extents of at least 0, got ", input.type); });
  }
}

void expect_same_type(ir::Inputs inputs) {
  for (const auto& input : inputs) {
    expect(input.type.data_type == inputs[0].type.data_type, [&] {
      return str("expected inputs of one element type, got ", inputs[0].type, " and ", input.type,
                 "; add a cast");
    });
  }
}

void expect_floating(const ir::InputInfo& input, std::string_view what) {
  expect(ir::is_floating(input.type.data_type),
         [&] { return str("expected floating-point ", what, ", got ", input.type); });
}

void expect_numeric(const ir::InputInfo& input, std::string_view what) {
  expect(input.type.data_type != ir::DataType::kBool,
         [&] { return str("expected numbers in ", what, ", got ", input.type, "; add a cast"); });
}

void expect_bool(const ir::InputInfo& input, std::string_view what) {
  expect(input.type.data_type == ir::DataType::kBool,
         [&] { return str("expected bools in ", what, ", got ", input.type, "; add a cast"); });
}

void expect_rank(const ir::InputInfo& input, size_t least, size_t most, std::string_view what) {
  const size_t rank = input.type.shape.size();
  expect(rank >= least && rank <= most, [&] {
    return str("expected ", what, " of rank ", range(least, most), ", got ", input.type);
  });
}

void expect_entries(std::span<const int64_t> values, size_t count, int64_t least, int64_t most,
                    std::string_view what) {
  expect(values.size() == count, [&] {
    return str("expected ", count, " entries in ", what, ", one an axis, got ", values.size());
  });
  for (const int64_t value : values) {
    expect(value >= least && value <= most,
           [&] { return str("expected ", what, " from ", least, " to ", most, ", got ", value); });
  }
}

size_t resolve_axis(int64_t axis, size_t rank) {
  const auto signed_rank = static_cast<int64_t>(rank);
  expect(axis >= -signed_rank && axis < signed_rank,
         [&] { return str("axis ", axis, " does not exist in a tensor of rank ", rank); });
  return static_cast<size_t>(axis < 0 ? axis + signed_rank : axis);
}

std::vector<size_t> resolve_axes(std::span<const int64_t> axes, size_t rank) {
  std::vector<size_t> resolved;
  for (const int64_t axis : axes) {
    const size_t found = resolve_axis(axis, rank);
    expect(std::find(resolved.begin(), resolved.end(), found) == resolved.end(),
           [&] { return str("axis ", axis, " comes twice in axes [", join(axes), "]"); });
    resolved.push_back(found);
  }
  return resolved;
}

ir::Dim expect_equal(const ir::Dim& a, const ir::Dim& b, std::string_view what) {
  expect(may_equal(a, b), [&] { return str("expected equal ", what, ", got ", a, " and ", b); });
  return a.is_known() ? a : b;
}

void expect_groups(int64_t groups, const ir::Dim& extent, std::string_view what) {
  expect(groups >= 1 && groups <= kMaxAttribute,
         [&] { return str("expected groups from 1 to ", kMaxAttribute, ", got ", groups); });
  expect(!extent.is_known() || extent.value() % groups == 0,
         [&] { return str("expected groups that divide ", what, ", ", extent, ", got ", groups); });
}

void expect_broadcasts_to(const ir::InputInfo& input, const ir::Shape& shape,
                          std::string_view what) {
  const ir::Shape& from = input.type.shape;
  const bool fits =
      from.size() <= shape.size() &&
      std::equal(from.rbegin(), from.rend(), shape.rbegin(),
                 [](const auto& a, const auto& b) { return a == ir::Dim(1) || may_equal(a, b); });
  expect(fits, [&] {
    return str("expected ", what, " that broadcasts to ", to_string(shape), ", got ", input.type);
  });
}

}  // namespace ingot::ops
