#include "compiler/wishes.h"

#include <algorithm>

#include "ir/layer_names.h"

namespace ingot::compiler {
namespace {

bool is_stored_as(const ir::TensorType& type, ir::DataType wished) {
  return type.data_type != ir::DataType::kFloat32 || stored_type(type) == wished;
}

bool has_shorter_types(const backend::Device& device) {
  return keeps(device, ir::DataType::kFloat16) || keeps(device, ir::DataType::kBFloat16);
}

}  // namespace

Wish wish_for(std::string_view name, const Settings& settings) {
  if (settings.wishes.empty() || !has_shorter_types(*settings.device)) return {};
  Wish joint;
  for (const std::string_view layer : ir::layers_of(name)) {
    const auto found = ir::find_layer(settings.wishes, layer);
    if (found == settings.wishes.end()) continue;
    if (!joint.input) joint.input = found->second.input;
    joint.output = found->second.output;
  }
  return joint;
}

bool meets(const ir::Graph& graph, const ir::Node& node, const Layout& layout, const Wish& wish) {
  const bool reads = !wish.input || std::ranges::all_of(node.inputs(), [&](ir::Value input) {
    return graph.constant(input) != nullptr ||
           is_stored_as(in_format(graph.type(input), layout.input), *wish.input);
  });
  const bool writes = !wish.output || std::ranges::all_of(node.outputs(), [&](const auto& type) {
    return is_stored_as(in_format(type, layout.output), *wish.output);
  });
  return reads && writes;
}

}  // namespace ingot::compiler
