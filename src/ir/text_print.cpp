#include <map>

#include "base/text.h"
#include "ir/text.h"
#include "ir/text_elements.h"

namespace ingot::ir {
namespace {

class Printer {
 public:
  Printer(const Graph& graph, const PrintOptions& options) : graph_(graph), options_(options) {}

  std::string print() {
    std::string text = "graph {\n";
    for (const NodeId id : graph_.topological_order()) {
      const size_t number = numbers_.size();
      numbers_[id] = number;
      text += str("  %", number, " = ", definition(graph_.node(id)), "\n");
    }
    for (const GraphOutput& output : graph_.outputs()) {
      text += str("  output ", quoted(output.name), " = ", reference(output.value), "\n");
    }
    return text + "}\n";
  }

 private:
  std::string definition(const Node& node) const {
    const std::string name = node.name().empty() ? "" : " " + quoted(node.name());
    const std::string types = " : " + join(node.outputs());
    switch (node.kind()) {
      case Node::Kind::kInput: return "input " + quoted(node.name()) + types;
      case Node::Kind::kConstant:
        return "constant" + name + types + " = " + elements(node.constant());
      case Node::Kind::kOp: break;
    }
    std::vector<std::string> inputs;
    for (const Value value : node.inputs()) inputs.push_back(reference(value));
    return str(to_string(node.op()), " (", join(inputs), ")", name, types);
  }

  std::string elements(const Tensor& tensor) const {
    const auto place = options_.place ? options_.place(tensor) : std::nullopt;
    if (place) return str("bytes ", *place);
    const size_t count = tensor.bytes.size() / size_of(tensor.type.data_type);
    const bool elided = options_.elide_above > 0 && count > options_.elide_above;
    return elided ? "..." : elements_to_text(tensor);
  }

  std::string reference(Value value) const {
    const std::string id = str("%", numbers_.at(value.node));
    return graph_.node(value.node).outputs().size() == 1 ? id : str(id, ".", value.index);
  }

  const Graph& graph_;
  const PrintOptions& options_;
  std::map<NodeId, size_t> numbers_;
};

}  // namespace

std::string to_text(const Graph& graph, const PrintOptions& options) {
  return Printer(graph, options).print();
}

}  // namespace ingot::ir
