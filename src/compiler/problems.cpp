#include "compiler/problems.h"

#include <set>

#include "base/text.h"
#include "ir/view.h"

namespace ingot::compiler {

std::string to_string(const Layout& layout) {
  return str(name_of(layout.input), " -> ", name_of(layout.output));
}

bool is_image(const ir::TensorType& type) {
  return type.data_type == ir::DataType::kFloat32 && type.shape.size() >= 3 &&
         type.shape[1].is_known();
}

ir::Format format_of(const ir::TensorType& type, ir::Format format) {
  if (type.data_type != ir::DataType::kFloat32) return ir::Format::kLinear;
  return is_image(type) ? format : ir::row_major(format);
}

ir::TensorType in_format(ir::TensorType type, ir::Format format) {
  type.format = format_of(type, format);
  return type;
}

bool is_view(const ir::Graph& graph, const ir::Node& node, const Layout& layout) {
  if (!node.op().def().traits.view || graph.constant(node.inputs()[0]) != nullptr) return false;
  return has_same_bytes(in_format(graph.type(node.inputs()[0]), layout.input),
                        in_format(node.outputs()[0], layout.output));
}

namespace {

/// The formats of a node's computed tensors.
std::vector<ir::Format> formats_in(const ir::Graph& graph, const ir::Node& node,
                                   const Layout& layout) {
  std::vector<ir::Format> formats;
  for (const ir::Value input : node.inputs()) {
    if (graph.constant(input) != nullptr) continue;
    formats.push_back(format_of(graph.type(input), layout.input));
  }
  for (const auto& type : node.outputs()) formats.push_back(format_of(type, layout.output));
  return formats;
}

}  // namespace

std::vector<Layout> layouts_of(const ir::Graph& graph, const ir::Node& node,
                               const Settings& settings) {
  std::vector<Layout> layouts;
  std::set<std::vector<ir::Format>> known;
  const auto is_allowed = [&](ir::Format format) {
    switch (stored_type(format)) {
      case ir::DataType::kFloat16: return settings.allows_half;
      case ir::DataType::kBFloat16: return settings.allows_bfloat;
      default: return true;
    }
  };
  for (const ir::Format input : settings.device->formats()) {
    for (const ir::Format output : settings.device->formats()) {
      const Layout layout{input, output};
      if (!is_allowed(input) || !is_allowed(output)) continue;
      if (known.insert(formats_in(graph, node, layout)).second) layouts.push_back(layout);
    }
  }
  return layouts;
}

backend::Problem problem_of(const ir::Graph& graph, const ir::Node& node,
                            const ir::Bindings& bindings, const Settings& settings,
                            const Layout& layout) {
  const auto bound = [&](const ir::TensorType& type, ir::Format format) {
    return ir::bind(in_format(type, format), bindings);
  };
  const backend::DeviceInfo& info = settings.device->info();
  backend::Problem problem{.op = node.op(),
                           .device = info.identity,
                           .allows_tf32 = settings.allows_tf32 && info.has_tf32};
  for (const ir::Value input : node.inputs()) {
    const bool is_constant = graph.constant(input) != nullptr;
    problem.inputs.push_back(
        bound(graph.type(input), is_constant ? ir::Format::kLinear : layout.input));
    problem.is_constant.push_back(is_constant);
  }
  for (const auto& type : node.outputs()) problem.outputs.push_back(bound(type, layout.output));
  return problem;
}

std::vector<backend::Problem> problems_of(const ir::Graph& graph, const ir::Node& node,
                                          const Settings& settings, const Layout& layout) {
  return all_problems(settings, [&](const ir::Bindings& bindings) {
    return problem_of(graph, node, bindings, settings, layout);
  });
}

backend::Problem reformat_problem(const ir::TensorType& type, const Layout& layout,
                                  const ir::Bindings& bindings, const Settings& settings) {
  ir::TensorType from = ir::bind(type, bindings);
  ir::TensorType to = from;
  from.format = layout.input;
  to.format = layout.output;
  return {.op = ir::identity_op(),
          .inputs = {std::move(from)},
          .outputs = {std::move(to)},
          .is_constant = {false},
          .device = settings.device->info().identity};
}

}  // namespace ingot::compiler
