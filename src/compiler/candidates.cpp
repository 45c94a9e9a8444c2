#include "compiler/candidates.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "base/text.h"
#include "compiler/effort.h"
#include "compiler/progress.h"
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

/// Throws Error where the candidate turns out not to do one of the problems.
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
    leave_out_untried();
    is_timed_ = effort_.is_timed && (accepted_.size() > 1 || is_compared());
    if (is_timed_) time_all();
    packed_.reset();
    for (const Accepted& accepted : accepted_) judge(accepted);
    return std::move(result_);
  }

 private:
  struct Accepted {
    const LayoutProblems* layout;
    Candidate candidate;
    uint64_t workspace_size;
    double seconds = 0;
    bool is_known = false;  ///< from the timing cache
  };

  /// Whether the time counts even of an only candidate: of a copy between formats, and of what
  /// writes a pitch instead of being copied.
  bool is_compared() const {
    const bool is_copy = likeliest().op.def().traits.identity &&
                         likeliest().inputs[0].format != likeliest().outputs[0].format;
    return is_copy || likeliest().output_pitch != 0;
  }
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
      result_.trials.push_back(
          {{tactic, {}}, layouts_.front().layout, 0, "a last resort, and there are others"});
    }
  }

  void collect(const backend::Tactic& tactic, const LayoutProblems& layout) {
    const auto refuse = [&](const Candidate& candidate, std::string reason) {
      result_.trials.push_back({candidate, layout.layout, 0, std::move(reason)});
    };
    if (settings_.refused_libraries.contains(tactic.library())) {
      refuse({&tactic, {}}, str("the build refuses tactics of ", tactic.library()));
      return;
    }
    if (const Support support = supports_all(tactic, layout.problems); !support) {
      refuse({&tactic, {}}, support.reason());
      return;
    }
    auto configurations = tactic.configurations(layout.problems.front());
    if (configurations.empty()) refuse({&tactic, {}}, "its library has no way to compute this");
    for (auto& configuration : configurations) {
      const Candidate candidate{&tactic, std::move(configuration)};
      try {
        collect(candidate, layout);
      } catch (const Error& error) {
        if (error.code() != ErrorCode::kInvalidArgument) throw;
        refuse(candidate, error.message());
      }
    }
  }

  void collect(const Candidate& candidate, const LayoutProblems& layout) {
    const uint64_t workspace = workspace_of(candidate, layout.problems);
    if (workspace <= settings_.workspace_limit) {
      accepted_.push_back({&layout, candidate, workspace});
    } else {
      result_.trials.push_back({candidate, layout.layout, 0,
                                str("it needs a workspace of ", workspace, " bytes, the limit is ",
                                    settings_.workspace_limit)});
    }
  }

  void leave_out_untried() {
    std::vector<Offer> offers;
    for (const Accepted& accepted : accepted_) {
      offers.push_back({accepted.candidate.tactic, accepted.layout->layout});
    }
    effort_ = effort_of(settings_.optimization_level, offers);
    if (settings_.device->info().is_steady) effort_.sampling.most /= kFewer;
    std::vector<Accepted> tried;
    for (size_t i = 0; i < accepted_.size(); ++i) {
      if (effort_.tried[i]) {
        tried.push_back(std::move(accepted_[i]));
      } else {
        result_.trials.push_back(
            {accepted_[i].candidate, offers[i].layout, 0,
             str("not tried at optimisation level ", settings_.optimization_level)});
      }
    }
    accepted_ = std::move(tried);
  }

  /// Its seconds; more where it packs constants, of which a plan that keeps its network has two.
  double cost_of(const Accepted& accepted) const {
    constexpr double kPacking = 1.02;  // no more than measurements differ by
    const auto& [tactic, configuration] = accepted.candidate;
    for (size_t i = 0; i < constants_.size(); ++i) {
      const bool packs =
          constants_[i] != nullptr &&
          tactic->packed_size(accepted.layout->problems.front(), configuration, i).has_value();
      if (packs) return kPacking * accepted.seconds;
    }
    return accepted.seconds;
  }

  void judge(const Accepted& accepted) {
    const double seconds = accepted.seconds;
    const Layout& layout = accepted.layout->layout;
    result_.trials.push_back({accepted.candidate, layout, seconds, {}});
    const double cost = cost_of(accepted);
    const auto [best, is_first] = result_.by_layout.try_emplace(layout);
    if (!is_first && costs_.at(layout) <= cost) return;
    costs_[layout] = cost;
    best->second = {.chosen = accepted.candidate,
                    .layout = layout,
                    .seconds = seconds,
                    .trials = {},
                    .workspace_size = accepted.workspace_size};
  }

  /// Candidates that come near the best of their layout are measured twice, with the others in
  /// between: what disturbs one measurement may be over at the other.
  void time_all() {
    constexpr double kNear = 1.5;
    size_t step = 0;
    const auto begin_candidate = [&, count = 2 * accepted_.size()] {
      begin_step(settings_, kTimingPhase, {}, step++, count);
    };
    std::optional<Error> lack;
    std::erase_if(accepted_, [&](Accepted& accepted) {
      begin_candidate();
      const auto error = lack_of_memory([&] { time(accepted); });
      if (!error) return false;
      lack = error;
      result_.trials.push_back({accepted.candidate, accepted.layout->layout, 0, error->message()});
      return true;
    });
    if (accepted_.empty() && lack) throw Error(*lack);
    for (Accepted& accepted : accepted_) {
      begin_candidate();
      const bool is_near = accepted.seconds <= kNear * least_[accepted.layout->layout];
      if (is_near && !accepted.is_known) lack_of_memory([&] { measure_again(accepted); });
    }
    if (settings_.timing_cache_use == TimingCacheUse::kIgnore) return;
    for (Accepted& accepted : accepted_) {
      if (!accepted.is_known) accepted.seconds = cache_.insert(key(accepted), accepted.seconds);
    }
  }

  /// The error where there is no memory to measure in.
  template <class Body>
  static std::optional<Error> lack_of_memory(const Body& body) {
    try {
      body();
      return std::nullopt;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kOutOfMemory) throw;
      return error;
    }
  }

  TimingKey key(const Accepted& accepted) const {
    return key_of(accepted.candidate, accepted.layout->problems.front(), settings_);
  }

  void time(Accepted& accepted) {
    double& least = least_.try_emplace(accepted.layout->layout, kNever).first->second;
    const bool looks_up = settings_.timing_cache_use != TimingCacheUse::kIgnore;
    if (const auto known = looks_up ? cache_.find(key(accepted)) : std::nullopt) {
      accepted.seconds = *known;
      accepted.is_known = true;
    } else {
      require(settings_.timing_cache_use != TimingCacheUse::kRequire, ErrorCode::kInvalidState,
              [&] { return "the timing cache has no time of " + to_string(accepted.candidate); });
      accepted.seconds = measure_now(accepted, least);
    }
    least = std::min(least, accepted.seconds);
  }

  void measure_again(Accepted& accepted) {
    double& least = least_[accepted.layout->layout];
    accepted.seconds = std::min(accepted.seconds, measure_now(accepted, least));
    least = std::min(least, accepted.seconds);
  }

  double measure_now(const Accepted& accepted, double best) {
    return measure(accepted.candidate, accepted.layout->problems.front(), packed_for(accepted),
                   settings_, effort_.sampling, best);
  }

  /// Kept for the next configuration of the tactic where it packs the same for that.
  const PackedConstants& packed_for(const Accepted& accepted) {
    const backend::Tactic* tactic = accepted.candidate.tactic;
    const bool is_kept = packed_ != nullptr && tactic->packs_alike() && tactic == packed_tactic_ &&
                         accepted.layout == packed_layout_;
    if (is_kept) return *packed_;
    packed_.reset();
    packed_ = std::make_unique<PackedConstants>(
        accepted.candidate, accepted.layout->problems.front(), constants_, settings_);
    packed_tactic_ = tactic;
    packed_layout_ = accepted.layout;
    return *packed_;
  }

  std::string refusal() const {
    std::string text = str("no tactic can compute ", to_string(likeliest().op), ":");
    for (const Trial& trial : result_.trials) {
      if (trial.layout != layouts_.front().layout) continue;
      text += str("\n  ", to_string(trial.candidate), ": ", trial.refusal);
    }
    return text;
  }

  std::span<const LayoutProblems> layouts_;
  std::span<const ir::Tensor* const> constants_;
  TimingCache& cache_;
  const Settings& settings_;
  static constexpr int kFewer = 4;  ///< samples, of a steady device
  static constexpr double kNever = std::numeric_limits<double>::infinity();

  std::vector<Accepted> accepted_;
  std::map<Layout, double> least_;  ///< seconds of the fastest so far
  std::map<Layout, double> costs_;  ///< of the best so far
  Effort effort_;
  bool is_timed_ = false;
  std::unique_ptr<PackedConstants> packed_;  ///< of the candidate that was measured last
  const backend::Tactic* packed_tactic_ = nullptr;
  const LayoutProblems* packed_layout_ = nullptr;
  Fastest result_;
};

}  // namespace

Fastest try_candidates(std::span<const LayoutProblems> layouts,
                       std::span<const ir::Tensor* const> constants, TimingCache& cache,
                       const Settings& settings) {
  return Search(layouts, constants, cache, settings).run();
}

}  // namespace ingot::compiler
