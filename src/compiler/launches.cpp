#include "compiler/launches.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "compiler/progress.h"
#include "compiler/timing_cache.h"

namespace ingot::compiler {
namespace {

class Launches {
 public:
  Launches(const ir::Graph& graph, const Choices& choices, const std::map<ir::Value, Place>& places,
           const Settings& settings)
      : graph_(graph), choices_(choices), places_(places), settings_(settings) {
    for (const ir::NodeId id : graph.topological_order()) {
      if (graph.node(id).kind() == ir::Node::Kind::kOp) order_.push_back(id);
    }
  }

  std::vector<OperatorsOfLaunch> run() {
    for (size_t i = 0; i < order_.size(); ++i) {
      if (!placed_.contains(order_[i])) place_launch_from(i);
    }
    return std::move(launches_);
  }

 private:
  /// Operators behind the first one of a launch that are looked at.
  static constexpr size_t kReach = 16;

  struct Group {
    OperatorsOfLaunch operators;
    double seconds;
  };

  const Choice& choice(ir::NodeId id) const { return choice_of(id, choices_, places_); }

  bool may_be_together(ir::NodeId id) const {
    return choice(id).chosen.tactic->launches_together() && choice(id).workspace_size == 0 &&
           choice(id).seconds > 0;
  }

  void place_launch_from(size_t first) {
    const ir::NodeId id = order_[first];
    Group group{{id}, choice(id).seconds};
    if (may_be_together(id)) extend(group, first);
    place(std::move(group.operators));
  }

  void place(OperatorsOfLaunch operators) {
    placed_.insert(operators.begin(), operators.end());
    launches_.push_back(std::move(operators));
  }

  void extend(Group& group, size_t first) {
    std::set<ir::NodeId> below{order_[first]};  // the group and what depends on it
    const size_t end = std::min(order_.size(), first + 1 + kReach);
    for (size_t i = first + 1; i < end; ++i) {
      const ir::NodeId id = order_[i];
      if (placed_.contains(id)) continue;
      if (reads(id, below) || extend_by(group, id)) below.insert(id);
    }
  }

  bool reads(ir::NodeId id, const std::set<ir::NodeId>& writers) const {
    return std::ranges::any_of(graph_.node(id).inputs(), [&](const ir::Value& input) {
      return writers.contains(input.node);
    });
  }

  /// `id` does not depend on the group.
  bool extend_by(Group& group, ir::NodeId id) {
    const backend::Tactic* const tactic = choice(group.operators.front()).chosen.tactic;
    if (!may_be_together(id) || choice(id).chosen.tactic != tactic) return false;
    OperatorsOfLaunch missing;
    if (!find_missing(id, missing)) return false;
    OperatorsOfLaunch operators = group.operators;
    operators.push_back(id);
    const auto seconds = seconds_of(operators);
    if (!seconds) return false;
    const double apart = group.seconds + choice(id).seconds;
    settings_.log(Severity::kVerbose, str(names_of(operators), ": ", *seconds * 1e6,
                                          " us in one launch, ", apart * 1e6, " us in two"));
    if (*seconds >= apart) return false;
    for (const ir::NodeId before : missing) place({before});
    group = {std::move(operators), *seconds};
    return true;
  }

  /// Adds what has to be computed before the operator can be, in topological order; false where
  /// some of it is to keep its place: joins, whose inputs others may read until then, views of
  /// them, and what may find a launch of its own.
  bool find_missing(ir::NodeId id, OperatorsOfLaunch& missing) const {
    return std::ranges::all_of(graph_.node(id).inputs(), [&](const ir::Value& input) {
      const ir::Node& writer = graph_.node(input.node);
      if (writer.kind() != ir::Node::Kind::kOp || placed_.contains(writer.id()) ||
          std::ranges::find(missing, writer.id()) != missing.end()) {
        return true;
      }
      const ir::OpDef& def = writer.op().def();
      if (def.joins || def.traits.view || may_be_together(writer.id())) return false;
      if (!find_missing(writer.id(), missing)) return false;
      missing.push_back(writer.id());
      return true;
    });
  }

  std::string names_of(const OperatorsOfLaunch& operators) const {
    std::string names;
    for (const ir::NodeId id : operators) {
      names += (names.empty() ? "" : ", ") + display_name(graph_.node(id));
    }
    return names;
  }

  /// What one launch of them takes; nullopt where there is none.
  std::optional<double> seconds_of(const OperatorsOfLaunch& operators) {
    std::vector<LaunchPart> parts;
    for (const ir::NodeId id : operators) parts.push_back(part_of(graph_.node(id)));
    const auto kernel = kernel_of(parts);
    if (kernel == nullptr) return std::nullopt;
    begin_step(settings_, kTimingPhase);
    if (settings_.timing_cache_use == TimingCacheUse::kIgnore) {
      return measure_together(*kernel, parts, settings_);
    }
    TimingCache& cache = settings_.timing_cache == nullptr ? own_cache_ : *settings_.timing_cache;
    const TimingKey key = key_of(parts, settings_);
    if (const auto known = cache.find(key)) return known;
    require(settings_.timing_cache_use != TimingCacheUse::kRequire, ErrorCode::kInvalidState, [&] {
      return str("the timing cache has no time of ", names_of(operators), " in one launch");
    });
    return cache.insert(key, measure_together(*kernel, parts, settings_));
  }

  LaunchPart part_of(const ir::Node& node) const {
    const Choice& own = choice(node.id());
    LaunchPart part{
        own.chosen,
        problem_of(graph_, node, optimum(settings_.profiles.front()), settings_, own.layout),
        {}};
    const auto place = places_.find({node.id(), 0});
    if (place != places_.end()) part.problem.output_pitch = place->second.pitch;
    for (const ir::Value input : node.inputs()) part.constants.push_back(graph_.constant(input));
    return part;
  }

  const ir::Graph& graph_;
  const Choices& choices_;
  const std::map<ir::Value, Place>& places_;
  const Settings& settings_;
  TimingCache own_cache_;
  std::vector<ir::NodeId> order_;
  std::set<ir::NodeId> placed_;
  std::vector<OperatorsOfLaunch> launches_;
};

}  // namespace

std::vector<OperatorsOfLaunch> launches_of(const ir::Graph& graph, const Choices& choices,
                                           const std::map<ir::Value, Place>& places,
                                           const Settings& settings) {
  return Launches(graph, choices, places, settings).run();
}

}  // namespace ingot::compiler
