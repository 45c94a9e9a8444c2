#include "compiler/problems.h"

#include <algorithm>

#include "base/text.h"

namespace ingot::compiler {

std::string to_string(const Layout& layout) {
  return str(name_of(layout.input), " -> ", name_of(layout.output));
}

bool is_image(const ir::TensorType& type) {
  return type.data_type == ir::DataType::kFloat32 && type.shape.size() >= 3 &&
         type.shape[1].is_known();
}

ir::TensorType in_format(ir::TensorType type, ir::Format format) {
  if (is_image(type)) type.format = format;
  return type;
}

std::vector<Layout> layouts_of(const ir::Graph& graph, const ir::Node& node,
                               const backend::Device& device) {
  const bool reads = std::ranges::any_of(node.inputs(), [&](const ir::Value input) {
    return graph.constant(input) == nullptr && is_image(graph.type(input));
  });
  const bool writes = std::ranges::any_of(node.outputs(), is_image);
  std::vector<Layout> layouts{{}};
  for (const ir::Format input : device.formats()) {
    for (const ir::Format output : device.formats()) {
      const bool fits =
          (reads || input == ir::Format::kLinear) && (writes || output == ir::Format::kLinear);
      if (fits && Layout{input, output} != Layout{}) layouts.push_back({input, output});
    }
  }
  return layouts;
}

backend::Problem problem_of(const ir::Graph& graph, const ir::Node& node,
                            const ir::Bindings& bindings, const backend::Device& device,
                            const Layout& layout) {
  const auto bound = [&](const ir::TensorType& type, ir::Format format) {
    return ir::bind(in_format(type, format), bindings);
  };
  backend::Problem problem{.op = node.op(), .device = device.info().identity};
  for (const ir::Value input : node.inputs()) {
    const bool is_constant = graph.constant(input) != nullptr;
    problem.inputs.push_back(
        bound(graph.type(input), is_constant ? ir::Format::kLinear : layout.input));
    problem.is_constant.push_back(is_constant);
  }
  for (const auto& type : node.outputs()) problem.outputs.push_back(bound(type, layout.output));
  return problem;
}

backend::Problem reformat_problem(const ir::TensorType& type, const Layout& layout,
                                  const ir::Bindings& bindings, const backend::Device& device) {
  ir::TensorType from = ir::bind(type, bindings);
  ir::TensorType to = from;
  from.format = layout.input;
  to.format = layout.output;
  return {.op = ir::identity_op(),
          .inputs = {std::move(from)},
          .outputs = {std::move(to)},
          .is_constant = {false},
          .device = device.info().identity};
}

}  // namespace ingot::compiler
