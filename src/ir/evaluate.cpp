#include "ir/evaluate.h"

#include <map>

namespace ingot::ir {
namespace {

void bind_symbols(const TensorType& expected, const TensorType& given, Bindings& bindings) {
  require(expected.data_type == given.data_type && expected.shape.size() == given.shape.size(),
          ErrorCode::kInvalidArgument, [&] { return str("expected ", expected, ", got ", given); });
  for (size_t i = 0; i < expected.shape.size(); ++i) {
    if (!expected.shape[i].is_symbol()) continue;
    bindings.emplace(expected.shape[i].symbol_name(), given.shape[i].value());
  }
}

/// Holds tensors until their last reader has run.
class Evaluation {
 public:
  Evaluation(const Graph& graph, const Observer& observer) : graph_(graph), observer_(observer) {
    for (const NodeId id : graph.topological_order()) {
      for (const Value value : graph.node(id).inputs()) ++readers_[value];
    }
    for (const GraphOutput& output : graph.outputs()) ++readers_[output.value];
  }

  std::vector<Tensor> run(std::span<const Tensor> inputs) {
    for (size_t i = 0; i < inputs.size(); ++i) keep(graph_.inputs()[i], {inputs[i]});
    for (const NodeId id : graph_.topological_order()) {
      const Node& node = graph_.node(id);
      if (node.is_constant()) keep(id, {node.constant()});
      if (node.kind() == Node::Kind::kOp) keep(id, compute(node));
    }
    std::vector<Tensor> results;
    for (const GraphOutput& output : graph_.outputs()) results.push_back(take(output.value));
    return results;
  }

 private:
  std::vector<Tensor> compute(const Node& node) {
    std::vector<Tensor> inputs;
    for (const Value value : node.inputs()) inputs.push_back(take(value));
    return with_context([&] { return "layer " + display_name(node); },
                        [&] { return evaluate(node.op(), inputs); });
  }

  void keep(NodeId id, std::vector<Tensor> outputs) {
    if (observer_) observer_(graph_.node(id), outputs);
    for (uint32_t i = 0; i < outputs.size(); ++i) {
      if (readers_.contains({id, i})) tensors_[{id, i}] = std::move(outputs[i]);
    }
  }

  Tensor take(Value value) {
    if (--readers_.at(value) > 0) return tensors_.at(value);
    return std::move(tensors_.extract(value).mapped());
  }

  const Graph& graph_;
  const Observer& observer_;
  std::map<Value, size_t> readers_;
  std::map<Value, Tensor> tensors_;
};

}  // namespace

Bindings bind_inputs(const Graph& graph, std::span<const TensorType> types) {
  require(types.size() == graph.inputs().size(), ErrorCode::kInvalidArgument,
          [&] { return str("expected ", graph.inputs().size(), " inputs, got ", types.size()); });
  const auto of_input = [&](size_t i) {
    return [&graph, i] { return "input " + graph.node(graph.inputs()[i]).name(); };
  };
  Bindings bindings;
  for (size_t i = 0; i < types.size(); ++i) {
    with_context(of_input(i), [&] {
      bind_symbols(graph.type({graph.inputs()[i], 0}), types[i], bindings);
    });
  }
  for (size_t i = 0; i < types.size(); ++i) {
    const TensorType expected = ir::bind(graph.type({graph.inputs()[i], 0}), bindings);
    with_context(of_input(i), [&] {
      require(expected == types[i], ErrorCode::kInvalidArgument,
              [&] { return str("expected ", expected, ", got ", types[i]); });
    });
  }
  return bindings;
}

std::vector<Tensor> evaluate(const Op& op, std::span<const Tensor> inputs) {
  std::vector<InputInfo> infos;
  std::vector<ConstTensorView> from;
  for (const Tensor& tensor : inputs) {
    infos.push_back({tensor.type, &tensor});
    from.emplace_back(tensor);
  }
  std::vector<Tensor> outputs;
  std::vector<TensorView> to;
  for (const TensorType& type : op.infer(infos)) {
    const size_t size = byte_size(type);
    std::shared_ptr<std::byte[]> bytes = allocate_aligned(size);
    const std::span<const std::byte> span(bytes.get(), size);
    to.emplace_back(type.data_type, numbers(type.shape), bytes.get());
    outputs.push_back({type, SharedBytes(std::move(bytes), span)});
  }
  op.reference(from, to);
  return outputs;
}

std::vector<Tensor> evaluate(const Graph& graph, std::span<const Tensor> inputs,
                             const Observer& observer) {
  std::vector<TensorType> types;
  for (const Tensor& input : inputs) types.push_back(input.type);
  bind_inputs(graph, types);
  return Evaluation(graph, observer).run(inputs);
}

}  // namespace ingot::ir
