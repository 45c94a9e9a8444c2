#pragma once

#include <optional>
#include <string>

#include "launch.h"

namespace ingot::tests {

/// How a tactic rounds.
struct Rounding {
  bool in_between = false;                 ///< as Tactic::rounds_in_between
  std::optional<ir::DataType> coarsest{};  ///< of factors and outputs; that of the output if none
};

/// That of a tactic on a problem.
Rounding rounding_of(const backend::Tactic& tactic, const backend::Problem& problem);

/// What is wrong with a tactic's output; empty when it agrees with `expected`, the reference's.
/// Bits must be the same where the numbers are exact: integers, moved data, and sums of integers.
/// Elsewhere the operator's accuracy class says how far an element may lie off. For sums of
/// products that is a multiple of the sum of their magnitudes; from a tactic that rounds in
/// between, whose elements share roundings, four times as much of the largest such sum in the
/// output.
std::string difference(const Case& test, const ir::Tensor& expected, const ir::Tensor& actual,
                       const Rounding& rounding = {});

/// As difference, without any tolerance.
std::string bit_difference(const ir::Tensor& expected, const ir::Tensor& actual);

}  // namespace ingot::tests
