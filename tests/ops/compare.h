#pragma once

#include <string>

#include "launch.h"

namespace ingot::tests {

/// What is wrong with a tactic's output; empty when it agrees with `expected`, the reference's.
/// Bits must be the same where the numbers are exact: integers, moved data, and sums of integers.
/// Elsewhere the operator's accuracy class says how far an element may lie off. For sums of
/// products that is a multiple of the sum of their magnitudes; from a tactic that rounds in
/// between, whose elements share roundings, four times as much of the largest such sum in the
/// output.
std::string difference(const Case& test, const ir::Tensor& expected, const ir::Tensor& actual,
                       bool rounds_in_between = false);

/// As difference, without any tolerance.
std::string bit_difference(const ir::Tensor& expected, const ir::Tensor& actual);

}  // namespace ingot::tests
