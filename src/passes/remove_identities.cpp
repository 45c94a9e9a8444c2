#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

#include "ir/constants.h"
#include "ops/cast.h"
#include "ops/concatenation.h"
#include "ops/elementwise.h"
#include "ops/identity.h"
#include "ops/padding.h"
#include "ops/reshape.h"
#include "ops/scale.h"
#include "ops/slice.h"
#include "ops/transpose.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace ingot::passes {
namespace {

using Operation = ops::ElementwiseOperation;

bool is_constant(const ir::Graph& graph, ir::Value value, double number) {
  const ir::Tensor* constant = graph.constant(value);
  return constant != nullptr && ir::is_filled_with(*constant, number);
}

/// The c with x ∘ c = x.
std::optional<double> right_neutral(Operation operation) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  switch (operation) {
    case Operation::kSum:
    case Operation::kDifference:
    case Operation::kOr:
    case Operation::kXor: return 0;
    case Operation::kProduct:
    case Operation::kQuotient:
    case Operation::kPower:
    case Operation::kAnd: return 1;
    case Operation::kMax: return -kInfinity;
    case Operation::kMin: return kInfinity;
    case Operation::kFloorDivision:
    case Operation::kEqual:
    case Operation::kGreater:
    case Operation::kLess: break;
  }
  return std::nullopt;
}

bool commutes(Operation operation) {
  return operation <= Operation::kMin ||
         (operation >= Operation::kAnd && operation <= Operation::kXor);
}

/// The operand that x ∘ c or c ∘ x equals.
std::optional<size_t> unchanged_operand(const ir::Graph& graph, const ir::Node& node,
                                        Operation operation) {
  const auto neutral = right_neutral(operation);
  if (!neutral) return std::nullopt;
  if (is_constant(graph, node.inputs()[1], *neutral)) return 0;
  if (commutes(operation) && is_constant(graph, node.inputs()[0], *neutral)) return 1;
  return std::nullopt;
}

bool takes_in_order(const ops::Slice& slice) {
  const auto all = [](const std::vector<int64_t>& values, int64_t value) {
    return std::ranges::count(values, value) == static_cast<int64_t>(values.size());
  };
  return all(slice.start, 0) && all(slice.stride, 1);
}

bool adds_nothing(const ops::Padding& padding) {
  const auto is_zero = [](int64_t value) { return value == 0; };
  return std::ranges::all_of(padding.begin, is_zero) && std::ranges::all_of(padding.end, is_zero);
}

/// The input whose elements this node's output has in the same order; types are not compared.
std::optional<size_t> same_elements(const ir::Graph& graph, const ir::Node& node) {
  const auto when = [](bool holds) { return holds ? std::optional<size_t>(0) : std::nullopt; };
  if (node.as_alone<ops::Identity>() || node.as_alone<ops::Cast>() || node.as_alone<ops::Reshape>())
    return 0;
  if (node.as_alone<ops::Concatenation>()) return when(node.inputs().size() == 1);
  if (const auto* slice = node.as_alone<ops::Slice>()) return when(takes_in_order(*slice));
  if (const auto* padding = node.as_alone<ops::Padding>()) return when(adds_nothing(*padding));
  if (const auto* transpose = node.as_alone<ops::Transpose>()) {
    return when(std::ranges::is_sorted(transpose->permutation));
  }
  if (node.as_alone<ops::Scale>()) {
    return when(is_constant(graph, node.inputs()[1], 1) && is_constant(graph, node.inputs()[2], 0));
  }
  const auto* elementwise = node.as_alone<ops::Elementwise>();
  return elementwise ? unchanged_operand(graph, node, elementwise->operation) : std::nullopt;
}

}  // namespace

size_t remove_identities(ir::Graph& graph) {
  size_t changes = 0;
  for (const ir::NodeId id : graph.topological_order()) {
    const ir::Node& node = graph.node(id);
    if (node.kind() != ir::Node::Kind::kOp || node.outputs().size() != 1) continue;
    const auto index = same_elements(graph, node);
    if (!index) continue;
    const ir::Value input = node.inputs()[*index];
    if (graph.type(input) != node.outputs()[0] || !may_replace(graph, {id, 0}, input)) continue;
    replace_node(graph, id, input);
    ++changes;
  }
  if (changes > 0) graph.erase_dead();
  return changes;
}

}  // namespace ingot::passes
