#pragma once

#include <algorithm>

#include "plan/plan.h"

namespace ingot::test {

/// The plan as if another device had built it.
inline plan::Plan foreign(plan::Plan plan) {
  plan.device = "abacus";
  for (plan::Step& step : plan.steps) {
    for (plan::Candidate& candidate : plan.candidates) {
      if (candidate.tactic == step.tactic) candidate.tactic = "beads";
    }
    step.tactic = "beads";
  }
  return plan;
}

}  // namespace ingot::test
