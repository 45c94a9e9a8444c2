#pragma once

#include <string>

#include "ir/graph.h"
#include "ir/layer_names.h"

namespace ingot::passes {

/// "conv1 + bn1", the name of a node that does the work of two.
inline std::string fused_name(const ir::Node& producer, const ir::Node& consumer) {
  if (producer.name().empty() || consumer.name().empty()) return producer.name() + consumer.name();
  return producer.name() + std::string(ir::kBetweenLayers) + consumer.name();
}

/// Whether every graph output still has an operator of its own when `to` stands for `from`.
inline bool may_replace(const ir::Graph& graph, ir::Value from, ir::Value to) {
  if (!graph.is_output(from)) return true;
  return graph.node(to.node).kind() == ir::Node::Kind::kOp && !graph.is_output(to);
}

/// Replaces `from` by `to` and removes the node that made it.
inline void replace_node(ir::Graph& graph, ir::NodeId from, ir::Value to) {
  graph.replace_uses({from, 0}, to);
  graph.erase(from);
}

}  // namespace ingot::passes
