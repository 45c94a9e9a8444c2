#include "compiler/choose.h"

#include <algorithm>

#include "base/text.h"
#include "compiler/problems.h"
#include "compiler/timing_cache.h"

namespace ingot::compiler {
namespace {

using backend::Problem;
using backend::Support;

/// The problems that bound what a layer meets: the ends of every profile, and its optimum.
std::vector<Problem> all_problems(const ir::Graph& graph, const ir::Node& node,
                                  const Settings& settings) {
  std::vector<Problem> problems;
  for (const plan::Profile& profile : settings.profiles) {
    for (const auto& bindings : {optimum(profile), minimum(profile), maximum(profile)}) {
      problems.push_back(problem_of(graph, node, bindings, *settings.device));
      if (profile.ranges.empty()) break;
    }
  }
  return problems;
}

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

class Chooser {
 public:
  Chooser(const ir::Graph& graph, const ir::Node& node, const Settings& settings)
      : graph_(graph),
        node_(node),
        settings_(settings),
        problems_(all_problems(graph, node, settings)) {}

  Choice choose(TimingCache& cache) {
    collect_candidates();
    require(!candidates_.empty(), ErrorCode::kUnsupported, [&] { return refusal(); });
    time_candidates(cache);
    const auto fastest =
        std::min_element(tried_.begin(), tried_.end(),
                         [](const Trial* a, const Trial* b) { return a->seconds < b->seconds; });
    choice_.chosen = (*fastest)->candidate;
    choice_.workspace_size = workspace_of(choice_.chosen, problems_);
    return std::move(choice_);
  }

 private:
  void refuse(const Candidate& candidate, std::string reason) {
    choice_.trials.push_back({candidate, 0, std::move(reason)});
  }

  void collect_candidates() {
    for (const backend::Tactic* tactic : settings_.device->tactics(node_.op().name())) {
      if (tactic->is_fallback() && !candidates_.empty()) {
        refuse({tactic, {}}, "a last resort, and there are others");
      } else if (const Support support = supports_all(*tactic, problems_); !support) {
        refuse({tactic, {}}, support.reason());
      } else {
        collect_configurations(*tactic);
      }
    }
  }

  void collect_configurations(const backend::Tactic& tactic) {
    for (auto& configuration : tactic.configurations(problems_.front())) {
      Candidate candidate{&tactic, std::move(configuration)};
      const uint64_t workspace = workspace_of(candidate, problems_);
      if (workspace > settings_.workspace_limit) {
        refuse(candidate, str("it needs a workspace of ", workspace, " bytes, the limit is ",
                              settings_.workspace_limit));
      } else {
        candidates_.push_back(std::move(candidate));
      }
    }
  }

  void time_candidates(TimingCache& cache) {
    for (const Candidate& candidate : candidates_) {
      const double seconds = candidates_.size() == 1 ? 0 : time(candidate, cache);
      choice_.trials.push_back({candidate, seconds, {}});
    }
    for (const Trial& trial : choice_.trials) {
      if (trial.refusal.empty()) tried_.push_back(&trial);
    }
  }

  double time(const Candidate& candidate, TimingCache& cache) const {
    const Problem& problem = problems_.front();
    const std::string key = problem.key() + " : " + to_string(candidate);
    if (const auto known = cache.find(key)) return *known;
    std::vector<const ir::Tensor*> constants;
    for (const ir::Value input : node_.inputs()) constants.push_back(graph_.constant(input));
    const double seconds = measure(candidate, problem, constants, settings_);
    cache.insert(key, seconds);
    return seconds;
  }

  std::string refusal() const {
    std::string text = str("no tactic can compute ", to_string(node_.op()), ":");
    for (const Trial& trial : choice_.trials) {
      text += str("\n  ", to_string(trial.candidate), ": ", trial.refusal);
    }
    return text;
  }

  const ir::Graph& graph_;
  const ir::Node& node_;
  const Settings& settings_;
  std::vector<Problem> problems_;
  std::vector<Candidate> candidates_;
  std::vector<const Trial*> tried_;
  Choice choice_;
};

void report(const Log& log, const ir::Node& node, const Choice& choice) {
  for (const Trial& trial : choice.trials) {
    const std::string outcome =
        trial.refusal.empty() ? str(trial.seconds * 1e6, " us") : "declined: " + trial.refusal;
    log(Severity::kVerbose,
        str(display_name(node), ": ", to_string(trial.candidate), ": ", outcome));
  }
  log(Severity::kVerbose, str(display_name(node), ": chosen ", to_string(choice.chosen)));
}

}  // namespace

std::map<ir::NodeId, Choice> choose_tactics(const ir::Graph& graph, const Settings& settings) {
  TimingCache own_cache;
  TimingCache& cache = settings.timing_cache == nullptr ? own_cache : *settings.timing_cache;
  std::map<ir::NodeId, Choice> choices;
  const auto order = graph.topological_order();
  for (size_t i = 0; i < order.size(); ++i) {
    const ir::Node& node = graph.node(order[i]);
    if (node.kind() != ir::Node::Kind::kOp) continue;
    const bool goes_on = !settings.progress ||
                         settings.progress("choosing tactics", display_name(node), i, order.size());
    require(goes_on, ErrorCode::kInvalidState, [] { return "the build was cancelled"; });
    with_context([&] { return "layer " + display_name(node); },
                 [&] {
                   choices[node.id()] = Chooser(graph, node, settings).choose(cache);
                   report(settings.log, node, choices[node.id()]);
                 });
  }
  return choices;
}

}  // namespace ingot::compiler
