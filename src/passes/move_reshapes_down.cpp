#include "ops/activation.h"
#include "ops/reshape.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace ingot::passes {
namespace {

bool move_down(ir::Graph& graph, ir::NodeId id) {
  const ir::Node& activation = graph.node(id);
  if (!activation.as_alone<ops::Activation>()) return false;
  const ir::Value between = activation.inputs()[0];
  const ir::Node& reshape = graph.node(between.node);
  if (!reshape.as_alone<ops::Reshape>() || !graph.is_only_used_by(between, activation.id()))
    return false;
  const ir::Value activated =
      graph.apply(activation.op(), {reshape.inputs()[0]}, activation.name());
  std::vector<ir::Value> inputs(reshape.inputs().begin(), reshape.inputs().end());
  inputs[0] = activated;
  const ir::Value moved = graph.apply(reshape.op(), std::move(inputs), reshape.name());
  replace_node(graph, activation.id(), moved);
  graph.erase(between.node);
  return true;
}

size_t move_all_down(ir::Graph& graph) {
  size_t changes = 0;
  for (const ir::NodeId id : graph.topological_order()) {
    const bool is_op = graph.contains(id) && graph.node(id).kind() == ir::Node::Kind::kOp;
    if (is_op && move_down(graph, id)) ++changes;
  }
  return changes;
}

}  // namespace

size_t move_reshapes_down(ir::Graph& graph) {
  size_t total = 0;
  while (const size_t changes = move_all_down(graph)) total += changes;
  return total;
}

}  // namespace ingot::passes
