#pragma once

#include <map>
#include <string>

#include "compiler/choose.h"
#include "plan/plan.h"

namespace ingot::compiler {

/// Collects the trials of a plan's steps; equal candidates and refusals are kept once.
class TrialsWriter {
 public:
  /// The trials of a step: the chosen one, the others that were tried, the fastest first, and
  /// those that were refused.
  std::vector<plan::Trial> add(const Choice& choice);
  /// Gives the plan what the trials refer to. To be called once.
  void finish(plan::Plan& plan);

 private:
  plan::Trial trial_of(const Trial& trial);
  uint32_t candidate_of(const Candidate& candidate);
  uint32_t refusal_of(const std::string& refusal);

  std::vector<plan::Candidate> candidates_;
  std::vector<std::string> refusals_;
  std::map<plan::Candidate, uint32_t> numbers_of_candidates_;
  std::map<std::string, uint32_t> numbers_of_refusals_;
};

}  // namespace ingot::compiler
