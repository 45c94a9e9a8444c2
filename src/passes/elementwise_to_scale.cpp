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
  ir::Value scale, shift;
};

/// One element under as many axes as `tensor` has.
ir::Value single(ir::Graph& graph, const ir::Tensor& tensor, double value) {
  const ir::Shape ones(tensor.type.shape.size(), 1);
  return graph.add_constant(ir::splat({tensor.type.data_type, ones}, value));
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
std::optional<Factors> factors_of(ir::Graph& graph, Operation operation, ir::Value value,
                                  bool c_is_left) {
  const ir::Tensor& c = *graph.constant(value);
  const auto negative = [](int64_t, double element) { return -element; };
  switch (operation) {
    case Operation::kSum: return Factors{single(graph, c, 1), value};
    case Operation::kProduct: return Factors{value, single(graph, c, 0)};
    case Operation::kDifference:
      if (c_is_left) return Factors{single(graph, c, -1), value};
      return Factors{single(graph, c, 1), graph.add_constant(map_elements(c, negative))};
    case Operation::kQuotient: {
      auto inverse = c_is_left ? std::nullopt : reciprocal(c);
      if (!inverse) return std::nullopt;
      return Factors{graph.add_constant(std::move(*inverse)), single(graph, c, 0)};
    }
    default: return std::nullopt;
  }
}

bool rewrite(ir::Graph& graph, const ir::Node& node) {
  const auto* elementwise = node.as_alone<ops::Elementwise>();
  if (elementwise == nullptr || !is_floating(node.outputs()[0].data_type)) return false;
  const bool c_is_left = graph.constant(node.inputs()[0]) != nullptr;
  const ir::Value x = node.inputs()[c_is_left ? 1 : 0];
  const ir::Value value = node.inputs()[c_is_left ? 0 : 1];
  const ir::Tensor* c = graph.constant(value);
  if (c == nullptr || graph.constant(x) != nullptr || graph.type(x) != node.outputs()[0]) {
    return false;
  }
  if (!varying_axis(*c, graph.type(x).shape.size())) return false;
  const auto factors = factors_of(graph, elementwise->operation, value, c_is_left);
  if (!factors) return false;
  const ir::Op scale(ops::Scale{});
  replace_node(graph, node.id(),
               graph.apply(scale, {x, factors->scale, factors->shift}, node.name()));
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
