#include "compiler/wishes.h"

#include <algorithm>

namespace ingot::compiler {
namespace {

constexpr std::string_view kJoint = " + ";

/// The wish for a layer, or for the one that it is a part of: "ip1.flatten" is of ip1.
const Wish* find_wish(std::string_view layer, const Settings& settings) {
  auto wish = settings.wishes.find(std::string(layer));
  for (size_t dot = layer.rfind('.'); wish == settings.wishes.end() && dot != layer.npos;
       dot = layer.rfind('.')) {
    layer = layer.substr(0, dot);
    wish = settings.wishes.find(std::string(layer));
  }
  return wish == settings.wishes.end() ? nullptr : &wish->second;
}

bool is_stored_as(const ir::TensorType& type, ir::DataType wished) {
  return type.data_type != ir::DataType::kFloat32 || stored_type(type) == wished;
}

}  // namespace

Wish wish_for(std::string_view name, const Settings& settings) {
  if (settings.wishes.empty()) return {};
  Wish joint;
  while (true) {
    const size_t end = name.find(kJoint);
    if (const Wish* wish = find_wish(name.substr(0, end), settings)) {
      if (!joint.input) joint.input = wish->input;
      joint.output = wish->output;
    }
    if (end == name.npos) return joint;
    name.remove_prefix(end + kJoint.size());
  }
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
