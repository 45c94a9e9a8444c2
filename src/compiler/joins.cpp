#include "compiler/joins.h"

#include <algorithm>

#include "compiler/candidates.h"
#include "compiler/timing_cache.h"

namespace ingot::compiler {
namespace {

class Joins {
 public:
  Joins(const ir::Graph& graph, const Choices& choices, const Settings& settings)
      : graph_(graph), choices_(choices), settings_(settings), is_joinable_(graph) {}

  /// The last joins first, so that what they take as parts is known to the ones before.
  std::map<ir::Value, Place> run() {
    const auto order = graph_.topological_order();
    for (auto id = order.rbegin(); id != order.rend(); ++id) {
      if (graph_.node(*id).kind() == ir::Node::Kind::kOp) place_inputs(graph_.node(*id));
    }
    return std::move(places_);
  }

 private:
  const Layout& layout_of(ir::NodeId id) const { return choices_.layers.at(id).layout; }

  void place_inputs(const ir::Node& node) {
    const ir::Value output{node.id(), 0};
    const Layout& layout = layout_of(node.id());
    if (layout.input != layout.output) return;
    const auto join = join_in(graph_, node, layout.input, settings_);
    if (!join) return;
    const auto own = places_.find(output);
    const Place base = own == places_.end() ? Place{output, 0} : own->second;
    if (base.pitch != 0) return;
    for (size_t i = 0; i < join->offsets.size(); ++i) {
      const uint64_t offset = base.offset + join->offsets[i];
      const ir::Value input = node.inputs()[i];
      if (offset % kAlignment != 0 || !may_be_part(input, node)) continue;
      if (join->pitch == 0) {
        places_.emplace(input, Place{base.whole, offset});
      } else if (auto choice = choice_with_pitch(input, join->pitch, node)) {
        places_.emplace(input, Place{base.whole, offset, join->pitch, std::move(*choice)});
      }
    }
  }

  /// How to write a value with a pitch where that takes no longer than to write and to copy it.
  std::optional<Choice> choice_with_pitch(ir::Value value, int64_t pitch, const ir::Node& join) {
    if (graph_.users(value).size() != 1) return std::nullopt;
    const Choice& packed = choices_.layers.at(value.node);
    const double share =
        static_cast<double>(graph_.type(value).shape[1].value()) / static_cast<double>(pitch);
    std::optional<Choice> choice =
        fastest_with_pitch(graph_.node(value.node), packed.layout, pitch);
    const double copied = packed.seconds + share * choices_.layers.at(join.id()).seconds;
    return choice && choice->seconds <= copied ? std::move(choice) : std::nullopt;
  }

  /// Nothing where no candidate writes the pitch.
  std::optional<Choice> fastest_with_pitch(const ir::Node& node, const Layout& layout,
                                           int64_t pitch) {
    LayoutProblems problems{layout, problems_of(graph_, node, settings_, layout)};
    for (backend::Problem& problem : problems.problems) problem.output_pitch = pitch;
    std::vector<const ir::Tensor*> constants;
    for (const ir::Value input : node.inputs()) constants.push_back(graph_.constant(input));
    TimingCache& cache = settings_.timing_cache == nullptr ? own_cache_ : *settings_.timing_cache;
    try {
      Fastest fastest = try_candidates({&problems, 1}, constants, cache, settings_);
      Choice choice = std::move(fastest.by_layout.at(layout));
      choice.trials = std::move(fastest.trials);
      return choice;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kUnsupported) throw;
      return std::nullopt;
    }
  }

  bool may_be_part(ir::Value value, const ir::Node& join) const {
    if (!is_joinable_(value, join) || places_.contains(value)) return false;
    const ir::TensorType& type = graph_.type(value);
    return format_of(type, layout_of(value.node).output) ==
           format_of(type, layout_of(join.id()).input);
  }

  const ir::Graph& graph_;
  const Choices& choices_;
  const Settings& settings_;
  TimingCache own_cache_;
  Joinable is_joinable_;
  std::map<ir::Value, Place> places_;
};

}  // namespace

std::optional<plan::Join> join_in(const ir::Graph& graph, const ir::Node& node, ir::Format format,
                                  const Settings& settings) {
  const bool is_binding = graph.is_output({node.id(), 0}) && format == ir::Format::kLinear;
  if (!node.op().def().joins || is_binding) return std::nullopt;
  std::vector<ir::TensorType> types;
  for (const ir::Value input : node.inputs()) {
    if (graph.constant(input) != nullptr) return std::nullopt;
    types.push_back(in_format(graph.type(input), format));
  }
  return plan::join_of(node.op(), types, settings.profiles);
}

Joinable::Joinable(const ir::Graph& graph) : graph_(graph) {
  const auto order = graph.topological_order();
  for (size_t i = 0; i < order.size(); ++i) position_[order[i]] = i;
}

bool Joinable::operator()(ir::Value value, const ir::Node& join) const {
  const ir::Node& writer = graph_.node(value.node);
  if (writer.kind() != ir::Node::Kind::kOp || writer.op().def().traits.view) return false;
  if (graph_.is_output(value) || std::ranges::count(join.inputs(), value) != 1) return false;
  return std::ranges::all_of(graph_.users(value), [&](ir::NodeId user) {
    return user == join.id() || (position_.at(user) < position_.at(join.id()) &&
                                 !graph_.node(user).op().def().traits.view);
  });
}

std::map<ir::Value, Place> place_joined(const ir::Graph& graph, const Choices& choices,
                                        const Settings& settings) {
  return Joins(graph, choices, settings).run();
}

const Choice& choice_of(ir::NodeId id, const Choices& choices,
                        const std::map<ir::Value, Place>& places) {
  const auto place = places.find({id, 0});
  const bool has_pitch = place != places.end() && place->second.pitch != 0;
  return has_pitch ? place->second.choice : choices.layers.at(id);
}

}  // namespace ingot::compiler
