#include <algorithm>
#include <map>
#include <span>
#include <string>

#include "base/hash.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace ingot::passes {
namespace {

/// Bytes of a constant by which it is looked up; large ones that differ do so from the start.
constexpr size_t kSample = 4 << 10;

/// Equal for nodes that may be equal.
std::string key_of(const ir::Node& node) {
  if (node.is_constant()) {
    const ir::Tensor& constant = node.constant();
    const std::span<const std::byte> bytes = constant.bytes.span();
    return str(constant.type, " ", hash_bytes(bytes.first(std::min(kSample, bytes.size()))));
  }
  std::string key = to_string(node.op());
  for (const ir::Value value : node.inputs()) key += str(" ", value.node, ".", value.index);
  return key;
}

bool are_equal(const ir::Node& a, const ir::Node& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is_constant()) return a.constant() == b.constant();
  return a.op() == b.op() && std::ranges::equal(a.inputs(), b.inputs());
}

bool may_stand_for(const ir::Graph& graph, const ir::Node& first, const ir::Node& second) {
  for (uint32_t i = 0; i < second.outputs().size(); ++i) {
    if (!may_replace(graph, {second.id(), i}, {first.id(), i})) return false;
  }
  return true;
}

}  // namespace

size_t merge_duplicates(ir::Graph& graph) {
  size_t changes = 0;
  std::map<std::string, ir::NodeId> first_of;
  for (const ir::NodeId id : graph.topological_order()) {
    const ir::Node& node = graph.node(id);
    if (node.is_input()) continue;
    const auto [entry, is_new] = first_of.emplace(key_of(node), id);
    if (is_new) continue;
    const ir::Node& first = graph.node(entry->second);
    if (!are_equal(first, node) || !may_stand_for(graph, first, node)) continue;
    for (uint32_t i = 0; i < node.outputs().size(); ++i) {
      graph.replace_uses({id, i}, {first.id(), i});
    }
    if (!node.is_constant()) graph.rename(first.id(), fused_name(first, node));
    graph.erase(id);
    ++changes;
  }
  return changes;
}

}  // namespace ingot::passes
