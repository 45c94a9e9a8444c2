#include "compiler/declared_types.h"

#include <map>
#include <set>

#include "ir/layer_names.h"

namespace ingot::compiler {
namespace {

/// Types of floating point that a layer reads and writes.
std::set<ir::DataType> types_of(const ir::Graph& network, const ir::Node& node) {
  std::set<ir::DataType> types;
  const auto add = [&](const ir::TensorType& type) {
    if (is_floating(type.data_type)) types.insert(type.data_type);
  };
  for (const ir::Value input : node.inputs()) add(network.type(input));
  for (const ir::TensorType& type : node.outputs()) add(type);
  return types;
}

}  // namespace

void heed_declared_types(const ir::Graph& network, Settings& settings) {
  ir::Graph alive = network;
  alive.erase_dead();
  std::set<ir::DataType> computed;
  std::map<ir::NodeId, std::set<ir::DataType>> layers;
  for (const ir::NodeId id : alive.topological_order()) {
    const ir::Node& node = alive.node(id);
    if (node.kind() != ir::Node::Kind::kOp) continue;
    const auto& types = layers[id] = types_of(alive, node);
    if (!node.op().def().traits.conversion) computed.insert(types.begin(), types.end());
  }
  const bool has_half = computed.contains(ir::DataType::kFloat16);
  const bool has_bfloat = computed.contains(ir::DataType::kBFloat16);
  if (!has_half && !has_bfloat) return;
  settings.allows_half = settings.allows_half || has_half;
  settings.allows_bfloat = settings.allows_bfloat || !has_half;
  const ir::DataType kept = has_half ? ir::DataType::kFloat16 : ir::DataType::kBFloat16;
  for (const auto& [id, types] : layers) {
    if (types.empty() || types.contains(kept)) continue;
    for (const std::string_view layer : ir::layers_of(alive.node(id).name())) {
      settings.wishes.try_emplace(std::string(layer),
                                  Wish{ir::DataType::kFloat32, ir::DataType::kFloat32});
    }
  }
}

}  // namespace ingot::compiler
