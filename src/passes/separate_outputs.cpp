#include <set>

#include "ops/identity.h"
#include "passes/passes.h"

namespace ingot::passes {

size_t separate_outputs(ir::Graph& graph) {
  size_t changes = 0;
  std::set<ir::Value> taken;
  for (size_t i = 0; i < graph.outputs().size(); ++i) {
    const auto [name, value] = graph.outputs()[i];
    const bool is_computed = graph.node(value.node).kind() == ir::Node::Kind::kOp;
    if (is_computed && taken.insert(value).second) continue;
    const ir::Value copy = graph.apply(ir::Op(ops::Identity{}), {value}, name);
    graph.set_output(i, copy);
    taken.insert(copy);
    ++changes;
  }
  return changes;
}

}  // namespace ingot::passes
