#include "compiler/declared_types.h"

#include <set>

#include "ops/cast.h"

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
  bool has_half = false;
  bool has_bfloat = false;
  plan::Wishes wishes;
  for (const ir::NodeId id : network.topological_order()) {
    const ir::Node& node = network.node(id);
    if (node.kind() != ir::Node::Kind::kOp || node.as<ops::Cast>() != nullptr) continue;
    const std::set<ir::DataType> types = types_of(network, node);
    has_half = has_half || types.contains(ir::DataType::kFloat16);
    has_bfloat = has_bfloat || types.contains(ir::DataType::kBFloat16);
    if (types == std::set{ir::DataType::kFloat32}) {
      wishes[node.name()] = {ir::DataType::kFloat32, ir::DataType::kFloat32};
    }
  }
  if (!has_half && !has_bfloat) return;
  settings.allows_half = settings.allows_half || has_half;
  settings.allows_bfloat = settings.allows_bfloat || has_bfloat;
  settings.wishes.merge(wishes);
}

}  // namespace ingot::compiler
