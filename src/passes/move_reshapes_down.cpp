#include <algorithm>
#include <optional>

#include "ops/activation.h"
#include "ops/parametric_relu.h"
#include "ops/reshape.h"
#include "ops/scale.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace ingot::passes {
namespace {

/// [N, C] as [N, C, 1, …].
bool appends_ones(const ir::Shape& from, const ir::Shape& to) {
  constexpr size_t kMatrixRank = 2;
  return from.size() == kMatrixRank && to.size() >= kMatrixRank &&
         std::equal(from.begin(), from.end(), to.begin()) &&
         std::all_of(to.begin() + kMatrixRank, to.end(),
                     [](const ir::Dim& extent) { return extent == ir::Dim(1); });
}

/// The node's operands beside x for x before the reshape; nullopt where it must stay behind it.
/// Those of a scale become vectors along the channels.
std::optional<std::vector<ir::Value>> operands_before(ir::Graph& graph, const ir::Node& node,
                                                      const ir::Shape& before) {
  std::vector<ir::Value> operands;
  if (node.as_alone<ops::Activation>()) return operands;
  const ir::Shape& after = node.outputs()[0].shape;
  if (!node.as_alone<ops::Scale>() || !appends_ones(before, after)) return std::nullopt;
  const auto constants = node.inputs().subspan(1);
  for (const ir::Value operand : constants) {
    const ir::Tensor* constant = graph.constant(operand);
    if (constant == nullptr || !ops::runs_along_channels(constant->type.shape, after)) {
      return std::nullopt;
    }
  }
  for (const ir::Value operand : constants) {
    ir::Tensor vector = *graph.constant(operand);
    vector.type.shape = {num_elements(vector.type.shape)};
    operands.push_back(graph.add_constant(std::move(vector)));
  }
  return operands;
}

bool move_down(ir::Graph& graph, ir::NodeId id) {
  const ir::Node& node = graph.node(id);
  if (node.inputs().empty()) return false;
  const ir::Value between = node.inputs()[0];
  const ir::Node& reshape = graph.node(between.node);
  if (!reshape.as_alone<ops::Reshape>() || !graph.is_only_used_by(between, id)) return false;
  const ir::Value x = reshape.inputs()[0];
  const auto operands = operands_before(graph, node, graph.type(x).shape);
  if (!operands) return false;
  std::vector<ir::Value> inputs{x};
  inputs.insert(inputs.end(), operands->begin(), operands->end());
  const ir::Value computed = graph.apply(node.op(), std::move(inputs), node.name());
  inputs.assign(reshape.inputs().begin(), reshape.inputs().end());
  inputs[0] = computed;
  const ir::Value moved = graph.apply(reshape.op(), std::move(inputs), reshape.name());
  replace_node(graph, id, moved);
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
  if (total > 0) graph.erase_dead();
  return total;
}

}  // namespace ingot::passes
