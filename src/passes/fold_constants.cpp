#include <algorithm>

#include "ir/evaluate.h"
#include "passes/passes.h"

namespace ingot::passes {
namespace {

constexpr size_t kMaxGrowth = size_t{1} << 20U;
constexpr double kMaxProducts = 1 << 30;

struct Sizes {
  size_t bytes = 0;
  double elements = 0;

  void add(const ir::TensorType& type) {
    bytes += byte_size(type);
    elements += static_cast<double>(num_elements(type.shape).value());
  }
};

/// The inputs' elements times the outputs' bound the products of any sum of products.
bool is_worth_it(const ir::Op& op, const Sizes& inputs, const Sizes& outputs) {
  const bool is_short = op.def().accuracy != ir::Accuracy::kAccumulation ||
                        inputs.elements * outputs.elements <= kMaxProducts;
  return is_short && outputs.bytes <= inputs.bytes + kMaxGrowth;
}

bool is_foldable(const ir::Graph& graph, const ir::Node& node) {
  if (node.kind() != ir::Node::Kind::kOp || node.inputs().empty()) return false;
  Sizes inputs;
  for (const ir::Value value : node.inputs()) {
    if (graph.constant(value) == nullptr) return false;
    inputs.add(graph.type(value));
  }
  Sizes outputs;
  for (uint32_t i = 0; i < node.outputs().size(); ++i) {
    if (graph.is_output({node.id(), i})) return false;
    outputs.add(node.outputs()[i]);
  }
  return is_worth_it(node.op(), inputs, outputs);
}

void fold(ir::Graph& graph, const ir::Node& node) {
  std::vector<ir::Tensor> inputs;
  for (const ir::Value value : node.inputs()) inputs.push_back(*graph.constant(value));
  std::vector<ir::Tensor> outputs = evaluate(node.op(), inputs);
  for (uint32_t i = 0; i < outputs.size(); ++i) {
    graph.replace_uses({node.id(), i}, graph.add_constant(std::move(outputs[i]), node.name()));
  }
}

}  // namespace

size_t fold_constants(ir::Graph& graph) {
  size_t changes = 0;
  for (const ir::NodeId id : graph.topological_order()) {
    const ir::Node& node = graph.node(id);
    if (!is_foldable(graph, node)) continue;
    with_context([&] { return "layer " + display_name(node); }, [&] { fold(graph, node); });
    graph.erase(id);
    ++changes;
  }
  if (changes > 0) graph.erase_dead();
  return changes;
}

}  // namespace ingot::passes
