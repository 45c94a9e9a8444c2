#include "compiler/joins.h"

#include <algorithm>

#include "plan/join.h"

namespace ingot::compiler {
namespace {

class Joins {
 public:
  Joins(const ir::Graph& graph, const Choices& choices, const Settings& settings)
      : graph_(graph), choices_(choices), settings_(settings) {
    const auto order = graph.topological_order();
    for (size_t i = 0; i < order.size(); ++i) position_[order[i]] = i;
    order_ = order;
  }

  /// The last joins first, so that what they take as parts is known to the ones before.
  std::map<ir::Value, Place> run() {
    for (auto id = order_.rbegin(); id != order_.rend(); ++id) {
      if (graph_.node(*id).kind() == ir::Node::Kind::kOp) place_inputs(graph_.node(*id));
    }
    return std::move(places_);
  }

 private:
  const Layout& layout_of(ir::NodeId id) const { return choices_.layers.at(id).layout; }

  void place_inputs(const ir::Node& node) {
    const ir::Value output{node.id(), 0};
    const Layout& layout = layout_of(node.id());
    const bool is_binding = graph_.is_output(output) && layout.output == ir::Format::kLinear;
    if (!node.op().def().joins || is_binding || layout.input != layout.output) return;
    std::vector<ir::TensorType> types;
    for (const ir::Value input : node.inputs()) {
      if (graph_.constant(input) != nullptr) return;
      types.push_back(in_format(graph_.type(input), layout.input));
    }
    const auto offsets = plan::join_offsets(node.op(), types, settings_.profiles);
    if (!offsets) return;
    const auto own = places_.find(output);
    const Place base = own == places_.end() ? Place{output, 0} : own->second;
    for (size_t i = 0; i < offsets->size(); ++i) {
      const uint64_t offset = base.offset + (*offsets)[i];
      const ir::Value input = node.inputs()[i];
      if (offset % kAlignment == 0 && may_be_part(input, node)) {
        places_.emplace(input, Place{base.whole, offset});
      }
    }
  }

  bool may_be_part(ir::Value value, const ir::Node& join) const {
    const ir::Node& writer = graph_.node(value.node);
    if (writer.kind() != ir::Node::Kind::kOp || writer.op().def().traits.view) return false;
    if (graph_.is_output(value) || places_.contains(value)) return false;
    const ir::TensorType& type = graph_.type(value);
    if (format_of(type, layout_of(writer.id()).output) !=
        format_of(type, layout_of(join.id()).input)) {
      return false;
    }
    if (std::ranges::count(join.inputs(), value) != 1) return false;
    return std::ranges::all_of(graph_.users(value), [&](ir::NodeId user) {
      return user == join.id() || (position_.at(user) < position_.at(join.id()) &&
                                   !graph_.node(user).op().def().traits.view);
    });
  }

  const ir::Graph& graph_;
  const Choices& choices_;
  const Settings& settings_;
  std::vector<ir::NodeId> order_;
  std::map<ir::NodeId, size_t> position_;
  std::map<ir::Value, Place> places_;
};

}  // namespace

std::map<ir::Value, Place> place_joined(const ir::Graph& graph, const Choices& choices,
                                        const Settings& settings) {
  return Joins(graph, choices, settings).run();
}

}  // namespace ingot::compiler
