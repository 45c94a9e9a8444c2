#include <optional>

#include "ops/reshape.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace ingot::passes {
namespace {

/// The attributes that make `to` of `from`; nullopt where they cannot say it.
std::optional<ops::Reshape> reshape_between(const ir::Shape& from, const ir::Shape& to) {
  constexpr int64_t kCopied = 0;
  constexpr int64_t kRest = -1;
  ops::Reshape reshape;
  bool has_rest = false;
  for (size_t i = 0; i < to.size(); ++i) {
    const bool is_copy = i < from.size() && from[i] == to[i];
    if (to[i].is_known() && (to[i].value() != 0 || is_copy)) {
      reshape.shape.push_back(to[i].value());
    } else if (is_copy) {
      reshape.shape.push_back(kCopied);
    } else if (!has_rest) {
      reshape.shape.push_back(kRest);
      has_rest = true;
    } else {
      return std::nullopt;
    }
  }
  return reshape;
}

bool merge(ir::Graph& graph, const ir::Node& outer) {
  if (!outer.as_alone<ops::Reshape>()) return false;
  const ir::Value between = outer.inputs()[0];
  const ir::Node& inner = graph.node(between.node);
  if (!inner.as_alone<ops::Reshape>()) return false;
  const ir::Value x = inner.inputs()[0];
  auto reshape = reshape_between(graph.type(x).shape, outer.outputs()[0].shape);
  if (!reshape) return false;
  const bool stays = !graph.is_only_used_by(between, outer.id());
  const ir::Value merged = graph.apply(ir::Op(std::move(*reshape)), {x},
                                       stays ? outer.name() : fused_name(inner, outer));
  if (graph.type(merged) != outer.outputs()[0]) {
    graph.erase(merged.node);
    return false;
  }
  replace_node(graph, outer.id(), merged);
  if (!stays) graph.erase(between.node);
  return true;
}

}  // namespace

size_t merge_reshapes(ir::Graph& graph) {
  size_t changes = 0;
  for (const ir::NodeId id : graph.topological_order()) {
    if (graph.contains(id) && merge(graph, graph.node(id))) ++changes;
  }
  return changes;
}

}  // namespace ingot::passes
