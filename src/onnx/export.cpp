#include "onnx/export.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "onnx/node.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

/// The graph with numbers in place of the symbols that `bindings` names.
ir::Graph bound(const ir::Graph& graph, const ir::Bindings& bindings) {
  ir::Graph result;
  std::map<ir::Value, ir::Value> values;
  for (const ir::NodeId id : graph.topological_order()) {
    const ir::Node& node = graph.node(id);
    if (node.is_input()) {
      values[{id, 0}] = result.add_input(node.name(), bind(node.outputs()[0], bindings));
    } else if (node.is_constant()) {
      values[{id, 0}] = result.add_constant(node.constant(), node.name());
    } else {
      std::vector<ir::Value> inputs;
      for (const ir::Value input : node.inputs()) inputs.push_back(values.at(input));
      const ir::NodeId added = result.add(node.op(), std::move(inputs), node.name());
      for (uint32_t i = 0; i < node.outputs().size(); ++i) values[{id, i}] = {added, i};
    }
  }
  for (const ir::GraphOutput& output : graph.outputs()) {
    result.add_output(output.name, values.at(output.value));
  }
  return result;
}

class Exporter {
 public:
  Exporter(const ir::Graph& graph, const std::string& name) : graph_(graph), model_{.name = name} {
    for (const ir::NodeId id : graph_.inputs()) names_.reserve(graph_.node(id).name());
    for (const ir::GraphOutput& output : graph_.outputs()) names_.reserve(output.name);
  }

  Model run() {
    for (const ir::NodeId id : graph_.topological_order()) {
      const ir::Node& node = graph_.node(id);
      with_context([&] { return "layer " + display_name(node); }, [&] { add(node); });
    }
    for (const ir::GraphOutput& output : graph_.outputs()) add_output(output);
    drop_unread_initializers();
    return std::move(model_);
  }

 private:
  void add(const ir::Node& node) {
    for (const ir::TensorType& type : node.outputs()) {
      require(type.format == ir::Format::kLinear, ErrorCode::kUnsupported,
              [&] { return str("ONNX has no layout of tensor ", type); });
    }
    switch (node.kind()) {
      case ir::Node::Kind::kInput: add_input(node); break;
      case ir::Node::Kind::kConstant: add_constant(node); break;
      case ir::Node::Kind::kOp: add_op(node); break;
    }
  }

  void add_input(const ir::Node& node) {
    values_[{node.id(), 0}] = node.name();
    model_.inputs.push_back({node.name(), node.outputs()[0]});
  }

  void add_constant(const ir::Node& node) {
    const std::string name = names_.unique(node.name().empty() ? "constant" : node.name());
    values_[{node.id(), 0}] = name;
    model_.initializers.push_back({name, node.constant()});
  }

  void add_op(const ir::Node& node);
  std::string write(const ir::Op& op, const std::string& layer, std::vector<Operand> inputs,
                    const ir::TensorType& output);
  Operand operand(ir::Value value) const {
    return {values_.at(value), graph_.type(value), graph_.constant(value)};
  }

  /// The name that the value has to have, or one like the layer's.
  std::string name_of(ir::Value value, const std::string& layer) {
    const auto output = std::ranges::find(graph_.outputs(), value, &ir::GraphOutput::value);
    return output == graph_.outputs().end() ? names_.unique(layer) : output->name;
  }

  /// Gives the value `from` another name in the nodes from number `first` on; false when none of
  /// them makes it.
  bool rename(size_t first, const std::string& from, const std::string& to);
  void add_output(const ir::GraphOutput& output);
  void drop_unread_initializers();

  const ir::Graph& graph_;
  Model model_;
  Names names_;
  std::map<ir::Value, std::string> values_;
};

std::string Exporter::write(const ir::Op& op, const std::string& layer, std::vector<Operand> inputs,
                            const ir::TensorType& output) {
  const OperatorWriter* writer = find_writer(op.name());
  require(writer != nullptr, ErrorCode::kUnsupported,
          [&] { return str("operator ", op.name(), " has no ONNX form"); });
  NodeWriter node(model_, names_, layer, std::move(inputs), output);
  return (*writer)(op, node);
}

void Exporter::add_op(const ir::Node& node) {
  require(node.outputs().size() == 1, ErrorCode::kUnsupported,
          [&] { return str("expected one output, got ", node.outputs().size()); });
  const ir::Op& op = node.op();
  const std::string layer = node.name().empty() ? std::string(op.name()) : node.name();
  const ir::TensorType& type = node.outputs()[0];
  std::vector<Operand> operands;
  for (const ir::Value input : node.inputs()) operands.push_back(operand(input));
  auto further = operands.end() - static_cast<std::ptrdiff_t>(op.num_tail_inputs());

  const size_t first = model_.nodes.size();
  std::string result = write(op, layer, {operands.begin(), further}, type);
  for (const ir::Tail& tail : op.epilogue()) {
    std::vector<Operand> inputs;
    for (size_t i = 0; i < tail.num_inputs; ++i) {
      inputs.push_back(i == tail.result ? Operand{result, type} : *further++);
    }
    result = write(tail.op, layer, std::move(inputs), type);
  }

  const ir::Value value{node.id(), 0};
  const std::string name = name_of(value, layer);
  const bool is_made_here = rename(first, result, name);
  values_[value] = is_made_here ? name : result;
  if (is_made_here && !graph_.is_output(value)) model_.values.push_back({name, type});
}

bool Exporter::rename(size_t first, const std::string& from, const std::string& to) {
  bool is_made = false;
  for (size_t i = first; i < model_.nodes.size(); ++i) {
    Node& node = model_.nodes[i];
    std::ranges::replace(node.inputs, from, to);
    if (node.output != from) continue;
    node.output = to;
    is_made = true;
  }
  return is_made;
}

void Exporter::add_output(const ir::GraphOutput& output) {
  const std::string& name = values_.at(output.value);
  if (name != output.name) model_.nodes.push_back({"Identity", {name}, output.name});
  model_.outputs.push_back({output.name, graph_.type(output.value)});
}

void Exporter::drop_unread_initializers() {
  std::set<std::string> read;
  for (const Node& node : model_.nodes) read.insert(node.inputs.begin(), node.inputs.end());
  std::erase_if(model_.initializers,
                [&](const Initializer& initializer) { return !read.contains(initializer.name); });
}

}  // namespace

std::string to_onnx(const ir::Graph& graph, const Settings& settings) {
  if (settings.bindings.empty()) return to_bytes(Exporter(graph, settings.name).run());
  return to_bytes(Exporter(bound(graph, settings.bindings), settings.name).run());
}

}  // namespace ingot::onnx
