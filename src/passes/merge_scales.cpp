#include <algorithm>
#include <optional>

#include "ir/constants.h"
#include "ir/evaluate.h"
#include "ir/fill.h"
#include "ops/elementwise.h"
#include "ops/scale.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace ingot::passes {
namespace {

/// The tensor under a shape to which it broadcasts.
ir::Tensor expand(const ir::Tensor& tensor, const ir::Shape& shape) {
  if (tensor.type.shape == shape) return tensor;
  const ir::Tensor ones = ir::splat({tensor.type.data_type, shape}, 1);
  const ir::Op product(ops::Elementwise{.operation = ops::ElementwiseOperation::kProduct});
  return evaluate(product, std::vector{tensor, ones})[0];
}

/// a·scale + shift, all three broadcast; nullopt when that has more elements than any of them.
std::optional<ir::Tensor> multiply_add(const ir::Tensor& a, const ir::Tensor& scale,
                                       const ir::Tensor& shift) {
  const auto product_shape = broadcast(a.type.shape, scale.type.shape);
  const auto shape = product_shape ? broadcast(*product_shape, shift.type.shape) : std::nullopt;
  if (!shape) return std::nullopt;
  const size_t largest = std::max({a.bytes.size(), scale.bytes.size(), shift.bytes.size()});
  if (ir::byte_size({a.type.data_type, *shape}) > largest) return std::nullopt;
  return evaluate(ir::Op(ops::Scale{}), std::vector{expand(a, *shape), scale, shift})[0];
}

bool merge(ir::Graph& graph, const ir::Node& outer) {
  if (!outer.as_alone<ops::Scale>()) return false;
  const ir::Value between = outer.inputs()[0];
  const ir::Node& inner = graph.node(between.node);
  if (!inner.as_alone<ops::Scale>() || !graph.is_only_used_by(between, outer.id())) return false;
  const ir::Tensor* scale_1 = graph.constant(inner.inputs()[1]);
  const ir::Tensor* shift_1 = graph.constant(inner.inputs()[2]);
  const ir::Tensor* scale_2 = graph.constant(outer.inputs()[1]);
  const ir::Tensor* shift_2 = graph.constant(outer.inputs()[2]);
  if (!scale_1 || !shift_1 || !scale_2 || !shift_2) return false;
  // (x·s₁ + t₁)·s₂ + t₂ = x·(s₁·s₂) + (t₁·s₂ + t₂)
  const ir::Tensor zero = ir::splat({scale_1->type.data_type, {}}, 0);
  auto scale = multiply_add(*scale_1, *scale_2, zero);
  auto shift = multiply_add(*shift_1, *scale_2, *shift_2);
  if (!scale || !shift || !is_finite(*scale) || !is_finite(*shift)) return false;
  const ir::Value merged = graph.apply(ir::Op(ops::Scale{}),
                                       {inner.inputs()[0], graph.add_constant(std::move(*scale)),
                                        graph.add_constant(std::move(*shift))},
                                       fused_name(inner, outer));
  replace_node(graph, outer.id(), merged);
  graph.erase(between.node);
  return true;
}

}  // namespace

size_t merge_scales(ir::Graph& graph) {
  size_t changes = 0;
  for (const ir::NodeId id : graph.topological_order()) {
    if (graph.contains(id) && merge(graph, graph.node(id))) ++changes;
  }
  if (changes > 0) graph.erase_dead();
  return changes;
}

}  // namespace ingot::passes
