#include <algorithm>
#include <optional>

#include "ops/convolution.h"
#include "ops/padding.h"
#include "ops/pooling.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace ingot::passes {
namespace {

/// Output extents depend on E + begin + end alone in these modes, wherever its cells come from.
bool counts_padding_as_input(ops::PaddingMode mode) {
  return mode == ops::PaddingMode::kExplicitRoundDown || mode == ops::PaddingMode::kExplicitRoundUp;
}

/// Whether the window's own padding is the same to it as zeros in its input.
bool pads_with_zeros(const ops::Convolution& op) { return counts_padding_as_input(op.padding); }
bool pads_with_zeros(const ops::Pooling& op) {
  return counts_padding_as_input(op.padding) && op.kind == ops::PoolingKind::kAverage &&
         !op.excludes_padding;
}

/// Whether zeros are put beside spatial axes, and nothing else is done.
bool adds_zeros(const ops::Padding& op) {
  const auto is_negative = [](int64_t count) { return count < 0; };
  return op.value == 0 && std::ranges::all_of(op.axes, [](int64_t axis) { return axis >= 2; }) &&
         std::ranges::none_of(op.begin, is_negative) && std::ranges::none_of(op.end, is_negative);
}

template <class Window>
std::optional<ir::Op> with_padding(const ir::Node& node, const ops::Padding& padding) {
  const auto* op = node.as_alone<Window>();
  if (op == nullptr || !pads_with_zeros(*op)) return std::nullopt;
  Window padded = *op;
  for (size_t i = 0; i < padding.axes.size(); ++i) {
    const auto axis = static_cast<size_t>(padding.axes[i] - 2);
    padded.pad_begin[axis] += padding.begin[i];
    padded.pad_end[axis] += padding.end[i];
  }
  return ir::Op(std::move(padded));
}

bool absorb(ir::Graph& graph, const ir::Node& node) {
  if (node.kind() != ir::Node::Kind::kOp || node.inputs().empty()) return false;
  const ir::Node& before = graph.node(node.inputs()[0].node);
  const auto* padding = before.as_alone<ops::Padding>();
  if (padding == nullptr || !adds_zeros(*padding)) return false;
  auto op = with_padding<ops::Convolution>(node, *padding);
  if (!op) op = with_padding<ops::Pooling>(node, *padding);
  if (!op) return false;
  std::vector<ir::Value> inputs(node.inputs().begin(), node.inputs().end());
  inputs[0] = before.inputs()[0];
  const ir::Value absorbed =
      graph.apply(std::move(*op), std::move(inputs), fused_name(before, node));
  replace_node(graph, node.id(), absorbed);
  return true;
}

}  // namespace

size_t absorb_padding(ir::Graph& graph) {
  size_t changes = 0;
  for (const ir::NodeId id : graph.topological_order()) {
    if (absorb(graph, graph.node(id))) ++changes;
  }
  if (changes > 0) graph.erase_dead();
  return changes;
}

}  // namespace ingot::passes
