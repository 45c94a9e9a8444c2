#include <algorithm>
#include <optional>

#include "ops/activation.h"
#include "ops/convolution.h"
#include "ops/deconvolution.h"
#include "ops/elementwise.h"
#include "ops/matrix_multiply.h"
#include "ops/scale.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace ingot::passes {
namespace {

bool is_product(const ir::Node& node) {
  return node.as<ops::Convolution>() || node.as<ops::Deconvolution>() ||
         node.as<ops::MatrixMultiply>();
}

/// Producers end in one activation at most, before it in one sum at most.
bool takes_activation(const ir::Node& producer) {
  const auto tails = producer.op().epilogue();
  if (!tails.empty() && tails.back().op.is<ops::Activation>()) return false;
  return is_product(producer) || producer.as<ops::Elementwise>() || producer.as<ops::Scale>();
}

bool takes_sum(const ir::Node& producer) {
  return is_product(producer) && producer.op().epilogue().empty();
}

bool is_sum(const ir::Node& node) {
  const auto* op = node.as<ops::Elementwise>();
  return op != nullptr && op->operation == ops::ElementwiseOperation::kSum &&
         node.op().epilogue().empty();
}

/// The operator that makes the value, when nothing but `user` reads it.
const ir::Node* producer_of(const ir::Graph& graph, ir::Value value, const ir::Node& user) {
  const ir::Node& node = graph.node(value.node);
  const bool is_op = node.kind() == ir::Node::Kind::kOp && node.outputs().size() == 1;
  return is_op && graph.is_only_used_by(value, user.id()) ? &node : nullptr;
}

void fuse(ir::Graph& graph, const ir::Node& producer, const ir::Node& user, size_t result) {
  std::vector<ir::Value> inputs(producer.inputs().begin(), producer.inputs().end());
  for (size_t i = 0; i < user.inputs().size(); ++i) {
    if (i != result) inputs.push_back(user.inputs()[i]);
  }
  ir::Op op = producer.op().then({user.op(), result, user.inputs().size()});
  const ir::Value fused = graph.apply(std::move(op), std::move(inputs), fused_name(producer, user));
  const ir::NodeId old = producer.id();
  replace_node(graph, user.id(), fused);
  graph.erase(old);
}

bool fuse_activation(ir::Graph& graph, const ir::Node& node) {
  const ir::Node* producer = producer_of(graph, node.inputs()[0], node);
  if (producer == nullptr || !takes_activation(*producer)) return false;
  fuse(graph, *producer, node, 0);
  return true;
}

/// Into the product that comes later in `order`, for it can wait for the other.
bool fuse_sum(ir::Graph& graph, const ir::Node& node, std::span<const ir::NodeId> order) {
  if (node.inputs()[0] == node.inputs()[1]) return false;
  std::optional<size_t> result;
  const auto position = [&](size_t i) { return std::ranges::find(order, node.inputs()[i].node); };
  for (size_t i = 0; i < node.inputs().size(); ++i) {
    const ir::Node* producer = producer_of(graph, node.inputs()[i], node);
    const bool may_fuse = producer != nullptr && takes_sum(*producer) &&
                          graph.constant(node.inputs()[1 - i]) == nullptr &&
                          graph.type(node.inputs()[1 - i]) == node.outputs()[0] &&
                          producer->outputs()[0] == node.outputs()[0];
    if (may_fuse && (!result || position(i) > position(*result))) result = i;
  }
  if (!result) return false;
  fuse(graph, graph.node(node.inputs()[*result].node), node, *result);
  return true;
}

}  // namespace

size_t fuse_epilogues(ir::Graph& graph) {
  size_t changes = 0;
  const auto order = graph.topological_order();
  for (const ir::NodeId id : order) {
    const ir::Node& node = graph.node(id);
    if (node.kind() != ir::Node::Kind::kOp) continue;
    const bool is_activation = node.as<ops::Activation>() && node.op().epilogue().empty();
    if (is_activation ? fuse_activation(graph, node)
                      : is_sum(node) && fuse_sum(graph, node, order)) {
      ++changes;
    }
  }
  return changes;
}

}  // namespace ingot::passes
