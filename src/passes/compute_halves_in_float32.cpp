#include <algorithm>
#include <map>

#include "base/text.h"
#include "ops/cast.h"
#include "passes/passes.h"

namespace ingot::passes {
namespace {

bool is_half(ir::DataType type) {
  return type == ir::DataType::kFloat16 || type == ir::DataType::kBFloat16;
}

bool computes_in_halves(const ir::Graph& graph, const ir::Node& node) {
  if (node.kind() != ir::Node::Kind::kOp || node.as<ops::Cast>() != nullptr) return false;
  const auto is_half_type = [](const ir::TensorType& type) { return is_half(type.data_type); };
  return std::ranges::any_of(node.outputs(), is_half_type) ||
         std::ranges::any_of(node.inputs(),
                             [&](ir::Value input) { return is_half_type(graph.type(input)); });
}

/// A graph with f32 in place of f16 and bf16, but for its inputs and outputs.
class Rewriting {
 public:
  explicit Rewriting(const ir::Graph& from) : from_(from) {}

  ir::Graph run() {
    for (const ir::NodeId id : from_.topological_order()) rewrite(from_.node(id));
    for (const auto& [name, value] : from_.outputs()) {
      const ir::DataType type = from_.type(value).data_type;
      const ir::Value computed = values_.at(value);
      to_.add_output(name, is_half(type) ? cast(computed, type, name) : computed);
    }
    return std::move(to_);
  }

 private:
  void rewrite(const ir::Node& node) {
    const ir::Value value{node.id(), 0};
    switch (node.kind()) {
      case ir::Node::Kind::kInput: {
        const ir::Value input = to_.add_input(node.name(), node.outputs()[0]);
        values_[value] = is_half(node.outputs()[0].data_type)
                             ? cast(input, ir::DataType::kFloat32, node.name())
                             : input;
        return;
      }
      case ir::Node::Kind::kConstant:
        values_[value] = to_.add_constant(is_half(node.outputs()[0].data_type)
                                              ? convert(node.constant(), ir::DataType::kFloat32)
                                              : node.constant(),
                                          node.name());
        return;
      case ir::Node::Kind::kOp: return rewrite_op(node);
    }
  }

  void rewrite_op(const ir::Node& node) {
    std::vector<ir::Value> inputs;
    for (const ir::Value input : node.inputs()) inputs.push_back(values_.at(input));
    const auto* conversion = node.as_alone<ops::Cast>();
    if (conversion != nullptr && is_half(conversion->to)) {
      const bool is_float32 = to_.type(inputs[0]).data_type == ir::DataType::kFloat32;
      values_[{node.id(), 0}] =
          is_float32 ? inputs[0]
                     : to_.apply(ir::Op(ops::Cast{ir::DataType::kFloat32}), inputs, node.name());
      return;
    }
    const ir::NodeId id = to_.add(node.op(), std::move(inputs), node.name());
    for (uint32_t i = 0; i < node.outputs().size(); ++i) values_[{node.id(), i}] = {id, i};
  }

  ir::Value cast(ir::Value value, ir::DataType type, const std::string& name) {
    return to_.apply(ir::Op(ops::Cast{type}), {value}, str(name, ".cast"));
  }

  const ir::Graph& from_;
  ir::Graph to_;
  std::map<ir::Value, ir::Value> values_;  ///< of from_, in to_
};

}  // namespace

size_t compute_halves_in_float32(ir::Graph& graph) {
  size_t changes = 0;
  for (const ir::NodeId id : graph.topological_order()) {
    changes += computes_in_halves(graph, graph.node(id)) ? 1 : 0;
  }
  if (changes > 0) graph = Rewriting(graph).run();
  return changes;
}

}  // namespace ingot::passes
