#pragma once

#include <string>

#include "launch.h"

namespace ingot::tests {

/// What is wrong with a tactic's output; empty when it agrees with `expected`, the reference's.
/// Bits must be the same where the numbers are exact: integers, moved data, and sums of integers.
/// Elsewhere the operator's accuracy class says how far an element may lie off.
std::string difference(const Case& test, const ir::Tensor& expected, const ir::Tensor& actual);

/// As difference, without any tolerance.
std::string bit_difference(const ir::Tensor& expected, const ir::Tensor& actual);

}  // namespace ingot::tests
