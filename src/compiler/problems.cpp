#include "compiler/problems.h"

namespace ingot::compiler {

backend::Problem problem_of(const ir::Graph& graph, const ir::Node& node,
                            const ir::Bindings& bindings, const backend::Device& device) {
  backend::Problem problem{.op = node.op(), .device = device.info().identity};
  for (const ir::Value input : node.inputs()) {
    problem.inputs.push_back(ir::bind(graph.type(input), bindings));
    problem.is_constant.push_back(graph.constant(input) != nullptr);
  }
  for (const auto& type : node.outputs()) problem.outputs.push_back(ir::bind(type, bindings));
  return problem;
}

}  // namespace ingot::compiler
