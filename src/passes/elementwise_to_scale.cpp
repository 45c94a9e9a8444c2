#include <algorithm>
#include <cmath>
#include <optional>

#include "ir/constants.h"
#include "ir/fill.h"
#include "ops/elementwise.h"
#include "ops/scale.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace ingot::passes {
namespace {

using Operation = ops::ElementwiseOperation;

struct Factors {
  ir::Tensor scale, shift;
};

/// One element under as many axes as `tensor` has.
ir::Tensor single(const ir::Tensor& tensor, double value) {
  return ir::splat({tensor.type.data_type, ir::Shape(tensor.type.shape.size(), 1)}, value);
}

/// x / c as a product needs an 1/c that is neither infinite nor subnormal.
std::optional<ir::Tensor> reciprocal(const ir::Tensor& c) {
  const auto invert = [](int64_t, double value) { return 1 / value; };
  ir::Tensor inverse = map_elements(c, invert);
  const ir::Tensor back = map_elements(inverse, invert);
  const bool is_exact_enough = is_finite(inverse) && is_finite(back) && is_finite(c);
  return is_exact_enough ? std::optional(std::move(inverse)) : std::nullopt;
}

/// x ∘ c, or c ∘ x, as x·scale + shift.
std::optional<Factors> factors_of(Operation operation, const ir::Tensor& c, bool c_is_left) {
  const auto negative = [](int64_t, double value) { return -value; };
  switch (operation) {
    case Operation::kSum: return Factors{single(c, 1), c};
    case Operation::kProduct: return Factors{c, single(c, 0)};
    case Operation::kDifference:
      return c_is_left ? Factors{single(c, -1), c}
                       : Factors{single(c, 1), map_elements(c, negative)};
    case Operation::kQuotient: {
      const auto inverse = c_is_left ? std::nullopt : reciprocal(c);
      return inverse ? std::optional(Factors{*inverse, single(c, 0)}) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

bool rewrite(ir::Graph& graph, const ir::Node& node) {
  const auto* elementwise = node.as<ops::Elementwise>();
  if (elementwise == nullptr || !is_floating(node.outputs()[0].data_type)) return false;
  const bool c_is_left = graph.constant(node.inputs()[0]) != nullptr;
  const ir::Value x = node.inputs()[c_is_left ? 1 : 0];
  const ir::Tensor* c = graph.constant(node.inputs()[c_is_left ? 0 : 1]);
  if (c == nullptr || graph.constant(x) != nullptr || graph.type(x) != node.outputs()[0]) {
    return false;
  }
  if (!varying_axis(*c, graph.type(x).shape.size())) return false;
  auto factors = factors_of(elementwise->operation, *c, c_is_left);
  if (!factors) return false;
  const ir::Value scale = graph.add_constant(std::move(factors->scale));
  const ir::Value shift = graph.add_constant(std::move(factors->shift));
  replace_node(graph, node.id(), graph.apply(ir::Op(ops::Scale{}), {x, scale, shift}, node.name()));
  return true;
}

}  // namespace

size_t elementwise_to_scale(ir::Graph& graph) {
  size_t changes = 0;
  for (const ir::NodeId id : graph.topological_order()) {
    if (rewrite(graph, graph.node(id))) ++changes;
  }
  if (changes > 0) graph.erase_dead();
  return changes;
}

}  // namespace ingot::passes
