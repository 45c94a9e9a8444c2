#include "compiler/candidates.h"

#include <algorithm>

#include "base/text.h"
#include "compiler/timing_cache.h"

namespace ingot::compiler {
namespace {

using backend::Problem;
using backend::Support;

Support supports_all(const backend::Tactic& tactic, std::span<const Problem> problems) {
  for (const Problem& problem : problems) {
    if (Support support = tactic.supports(problem); !support) return support;
  }
  return Support::yes();
}

uint64_t workspace_of(const Candidate& candidate, std::span<const Problem> problems) {
  uint64_t size = 0;
  for (const Problem& problem : problems) {
    const auto kernel = candidate.tactic->prepare(problem, candidate.configuration);
    size = std::max<uint64_t>(size, kernel->workspace_size());
  }
  return size;
}

class Search {
 public:
  Search(std::span<const LayoutProblems> layouts, std::span<const ir::Tensor* const> constants,
         TimingCache& cache, const Settings& settings)
      : layouts_(layouts), constants_(constants), cache_(cache), settings_(settings) {}

  Fastest run() {
    collect(false);
    if (accepted_.empty()) {
      collect(true);
    } else {
      leave_out_fallbacks();
    }
    require(!accepted_.empty(), ErrorCode::kUnsupported, [&] { return refusal(); });
    for (const Accepted& accepted : accepted_) judge(accepted);
    return std::move(result_);
  }

 private:
  struct Accepted {
    const LayoutProblems* layout;
    Candidate candidate;
    uint64_t workspace_size;
  };

  const backend::Problem& likeliest() const { return layouts_.front().problems.front(); }

  /// The candidates that are last resorts, or those that are not.
  void collect(bool fallbacks) {
    for (const backend::Tactic* tactic : settings_.device->tactics(likeliest().op.name())) {
      if (tactic->is_fallback() != fallbacks) continue;
      for (const LayoutProblems& layout : layouts_) collect(*tactic, layout);
    }
  }

  void leave_out_fallbacks() {
    for (const backend::Tactic* tactic : settings_.device->tactics(likeliest().op.name())) {
      if (!tactic->is_fallback()) continue;
      result_.trials.push_back({{tactic, {}}, {}, 0, "a last resort, and there are others"});
    }
  }

  void collect(const backend::Tactic& tactic, const LayoutProblems& layout) {
    const auto refuse = [&](const Candidate& candidate, std::string reason) {
      result_.trials.push_back({candidate, layout.layout, 0, std::move(reason)});
    };
    if (const Support support = supports_all(tactic, layout.problems); !support) {
      refuse({&tactic, {}}, support.reason());
      return;
    }
    for (auto& configuration : tactic.configurations(layout.problems.front())) {
      Candidate candidate{&tactic, std::move(configuration)};
      const uint64_t workspace = workspace_of(candidate, layout.problems);
      if (workspace > settings_.workspace_limit) {
        refuse(candidate, str("it needs a workspace of ", workspace, " bytes, the limit is ",
                              settings_.workspace_limit));
      } else {
        accepted_.push_back({&layout, std::move(candidate), workspace});
      }
    }
  }

  void judge(const Accepted& accepted) {
    const double seconds = accepted_.size() == 1 ? 0 : time(accepted);
    const Layout& layout = accepted.layout->layout;
    result_.trials.push_back({accepted.candidate, layout, seconds, {}});
    const auto [best, is_first] = result_.by_layout.try_emplace(layout);
    if (!is_first && best->second.seconds <= seconds) return;
    best->second = {.chosen = accepted.candidate,
                    .layout = layout,
                    .seconds = seconds,
                    .trials = {},
                    .workspace_size = accepted.workspace_size};
  }

  double time(const Accepted& accepted) const {
    const Problem& problem = accepted.layout->problems.front();
    const std::string key = problem.key() + " : " + to_string(accepted.candidate);
    if (const auto known = cache_.find(key)) return *known;
    const double seconds = measure(accepted.candidate, problem, constants_, settings_);
    cache_.insert(key, seconds);
    return seconds;
  }

  std::string refusal() const {
    std::string text = str("no tactic can compute ", to_string(likeliest().op), ":");
    for (const Trial& trial : result_.trials) {
      if (trial.layout != Layout{}) continue;
      text += str("\n  ", to_string(trial.candidate), ": ", trial.refusal);
    }
    return text;
  }

  std::span<const LayoutProblems> layouts_;
  std::span<const ir::Tensor* const> constants_;
  TimingCache& cache_;
  const Settings& settings_;
  std::vector<Accepted> accepted_;
  Fastest result_;
};

}  // namespace

Fastest try_candidates(std::span<const LayoutProblems> layouts,
                       std::span<const ir::Tensor* const> constants, TimingCache& cache,
                       const Settings& settings) {
  return Search(layouts, constants, cache, settings).run();
}

}  // namespace ingot::compiler
