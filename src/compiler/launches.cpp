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

  /// Nothing for what lies where its input does.
  double seconds_alone(ir::NodeId id) const {
    return is_view(graph_, graph_.node(id), choice(id).layout) ? 0 : choice(id).seconds;
  }

  /// Whether a launch may compute it and others.
  bool may_share(ir::NodeId id) const {
    return choice(id).workspace_size == 0 && choice(id).seconds > 0;
  }

  bool may_be_together(ir::NodeId id) const {
    return choice(id).chosen.tactic->launches_together() && may_share(id);
  }

  void place_launch_from(size_t first) {
    const ir::NodeId id = order_[first];
    Group group{{id}, seconds_alone(id)};
    while (append_reader(group)) continue;
    if (group.operators.size() == 1 && may_be_together(id)) extend(group, first);
    place(std::move(group.operators));
  }

  /// Adds what alone reads the last one's result, where that saves time.
  bool append_reader(Group& group) {
    const auto reader = only_reader(group.operators.back());
    if (!reader || placed_.contains(*reader) || !may_share(group.operators.front()) ||
        !may_share(*reader)) {
      return false;
    }
    return add(group, *reader, Parts::kConsecutive);
  }

  /// What alone reads the one result of `id`, once and in the format in which that is written, and
  /// nothing else that is computed.
  std::optional<ir::NodeId> only_reader(ir::NodeId id) const {
    const ir::Value value{id, 0};
    const std::vector<ir::NodeId> users = graph_.users(value);
    if (graph_.node(id).outputs().size() != 1 || users.size() != 1 || graph_.is_output(value)) {
      return std::nullopt;
    }
    const ir::Node& reader = graph_.node(users.front());
    const ir::TensorType& type = graph_.type(value);
    const auto computed = std::ranges::count_if(
        reader.inputs(), [&](const ir::Value& input) { return graph_.constant(input) == nullptr; });
    const bool is_as_written = format_of(type, choice(id).layout.output) ==
                               format_of(type, choice(reader.id()).layout.input);
    return computed == 1 && is_as_written ? std::optional(reader.id()) : std::nullopt;
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
    if (!add(group, id, Parts::kIndependent)) return false;
    for (const ir::NodeId needed : missing) place({needed});
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

  /// Adds `id` to the group where one launch of all takes less time than one more.
  bool add(Group& group, ir::NodeId id, Parts how) {
    OperatorsOfLaunch operators = group.operators;
    operators.push_back(id);
    const auto seconds = seconds_of(operators, how);
    if (!seconds) return false;
    const double apart = group.seconds + seconds_alone(id);
    settings_.log(Severity::kVerbose, str(names_of(operators), ": ", *seconds * 1e6,
                                          " us in one launch, ", apart * 1e6, " us in two"));
    if (*seconds >= apart) return false;
    group = {std::move(operators), *seconds};
    return true;
  }

  /// What one launch of them takes; nullopt where there is none.
  std::optional<double> seconds_of(const OperatorsOfLaunch& operators, Parts how) {
    std::vector<LaunchPart> parts;
    for (const ir::NodeId id : operators) parts.push_back(part_of(graph_.node(id)));
    const auto kernel = kernel_of(parts, how);
    if (kernel == nullptr) return std::nullopt;
    begin_step(settings_, kTimingPhase);
    if (settings_.timing_cache_use == TimingCacheUse::kIgnore) {
      return measure_where_memory_is(*kernel, parts, how);
    }
    TimingCache& cache = settings_.timing_cache == nullptr ? own_cache_ : *settings_.timing_cache;
    const TimingKey key = key_of(parts, how, settings_);
    if (const auto known = cache.find(key)) return known;
    require(settings_.timing_cache_use != TimingCacheUse::kRequire, ErrorCode::kInvalidState, [&] {
      return str("the timing cache has no time of ", names_of(operators), " in one launch");
    });
    const auto seconds = measure_where_memory_is(*kernel, parts, how);
    return seconds ? std::optional(cache.insert(key, *seconds)) : std::nullopt;
  }

  /// nullopt where memory lacks for the operands of all: the launch is not needed.
  std::optional<double> measure_where_memory_is(const backend::Kernel& kernel,
                                                std::span<const LaunchPart> parts,
                                                Parts how) const {
    try {
      return measure_together(kernel, parts, how, settings_);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kOutOfMemory) throw;
      return std::nullopt;
    }
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
