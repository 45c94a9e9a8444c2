#include "compiler/trials.h"

#include <algorithm>
#include <limits>

namespace ingot::compiler {
namespace {

bool is_chosen(const Trial& trial, const Choice& choice) {
  return trial.refusal.empty() && trial.layout == choice.layout &&
         trial.candidate.tactic == choice.chosen.tactic &&
         trial.candidate.configuration == choice.chosen.configuration;
}

/// Smaller for what a reader wants to see sooner.
double rank(const Trial& trial, const Choice& choice) {
  if (is_chosen(trial, choice)) return -1;
  return trial.refusal.empty() ? trial.seconds : std::numeric_limits<double>::infinity();
}

}  // namespace

std::vector<plan::Trial> TrialsWriter::add(const Choice& choice) {
  std::vector<const Trial*> order;
  for (const Trial& trial : choice.trials) order.push_back(&trial);
  std::ranges::stable_sort(order, {}, [&](const Trial* trial) { return rank(*trial, choice); });
  std::vector<plan::Trial> trials;
  trials.reserve(order.size());
  for (const Trial* trial : order) trials.push_back(trial_of(*trial));
  return trials;
}

void TrialsWriter::finish(plan::Plan& plan) {
  plan.candidates = std::move(candidates_);
  plan.refusals = std::move(refusals_);
}

plan::Trial TrialsWriter::trial_of(const Trial& trial) {
  return {.candidate = candidate_of(trial.candidate),
          .refusal = refusal_of(trial.refusal),
          .seconds = static_cast<float>(trial.seconds),
          .input_format = trial.layout.input,
          .output_format = trial.layout.output};
}

uint32_t TrialsWriter::candidate_of(const Candidate& candidate) {
  plan::Candidate named{std::string(candidate.tactic->name()), candidate.configuration};
  const auto next = static_cast<uint32_t>(candidates_.size());
  const auto [number, is_new] = numbers_of_candidates_.try_emplace(named, next);
  if (is_new) candidates_.push_back(std::move(named));
  return number->second;
}

uint32_t TrialsWriter::refusal_of(const std::string& refusal) {
  const auto next = static_cast<uint32_t>(refusals_.size());
  const auto [number, is_new] = numbers_of_refusals_.try_emplace(refusal, next);
  if (is_new) refusals_.push_back(refusal);
  return number->second;
}

}  // namespace ingot::compiler
