#pragma once

#include <span>
#include <vector>

#include "compiler/measure.h"
#include "compiler/problems.h"

namespace ingot::compiler {

/// What effort_of asks of a candidate.
struct Offer {
  const backend::Tactic* tactic = nullptr;
  Layout layout;
};

/// How hard a build tries on one layer.
struct Effort {
  std::vector<bool> tried;  ///< one a candidate; at least one is
  bool is_timed = true;     ///< false: the candidate that is tried is taken unseen
  Sampling sampling;
};

/// The effort of an optimisation level for a layer's candidates, given tactic by tactic, within
/// that layout by layout, each from the likeliest to the unlikeliest:
///   0  the first one, unseen: nothing is measured, and no timing cache is asked
///   1  the first of each layout, in few samples
///   2  the first of each tactic in each layout, in few samples
///   3  all; the default
///   4  all, in up to twice as many samples
///   5  all, in up to eight times as many; so are higher levels
Effort effort_of(int level, std::span<const Offer> offers);

}  // namespace ingot::compiler
