#include <functional>
#include <optional>

#include "ir/constants.h"
#include "ir/fill.h"
#include "ops/convolution.h"
#include "ops/deconvolution.h"
#include "ops/fully_connected.h"
#include "ops/matrix_multiply.h"
#include "ops/scale.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace ingot::passes {
namespace {

/// Where the output's channels are.
struct Channels {
  size_t axis;                                ///< of the output
  int64_t run;                                ///< weights of one channel that follow each other
  std::function<int64_t(int64_t)> of_weight;  ///< the channel that a weight contributes to
};

int64_t elements(const ir::Shape& shape, size_t first) {
  return ir::num_elements({shape.begin() + static_cast<std::ptrdiff_t>(first), shape.end()})
      .value();
}

/// Weights [channels, …].
Channels leading_channels(size_t axis, const ir::Shape& weights) {
  const int64_t inner = elements(weights, 1);
  return {axis, inner, [inner](int64_t i) { return i / inner; }};
}

/// Weights [inputs, channels of a group, window…].
Channels grouped_channels(size_t axis, const ir::Shape& weights, int64_t groups) {
  const int64_t group_inputs = weights[0].value() / groups;
  const int64_t group_channels = weights[1].value();
  const int64_t window = elements(weights, 2);
  return {axis, window, [=](int64_t i) {
            const int64_t group = i / (group_channels * window) / group_inputs;
            return group * group_channels + i / window % group_channels;
          }};
}

std::optional<Channels> channels_of(const ir::Node& node, const ir::Shape& weights) {
  const size_t rank = node.outputs()[0].shape.size();
  if (num_elements(weights) == ir::Dim(0)) return std::nullopt;
  if (node.as_alone<ops::Convolution>()) return leading_channels(1, weights);
  if (node.as_alone<ops::FullyConnected>()) return leading_channels(rank - 3, weights);
  if (const auto* op = node.as_alone<ops::Deconvolution>()) {
    return grouped_channels(1, weights, op->groups);
  }
  const auto* product = node.as_alone<ops::MatrixMultiply>();
  if (product == nullptr || weights.size() != 2) return std::nullopt;
  switch (product->b_operation) {
    case ops::MatrixOperation::kVector: return std::nullopt;
    case ops::MatrixOperation::kTranspose: return leading_channels(rank - 1, weights);
    case ops::MatrixOperation::kNone: break;
  }
  return Channels{rank - 1, 1, [columns = weights[1].value()](int64_t i) { return i % columns; }};
}

/// (W·x + b)·scale + shift = (W·scale)·x + (b·scale + shift), channel by channel.
bool fold(ir::Graph& graph, const ir::Node& scale) {
  if (!scale.as_alone<ops::Scale>()) return false;
  const ir::Value between = scale.inputs()[0];
  const ir::Node& producer = graph.node(between.node);
  if (producer.inputs().size() < 2 || !graph.is_only_used_by(between, scale.id())) return false;
  const ir::Tensor* weights = graph.constant(producer.inputs()[1]);
  const ir::Tensor* bias =
      producer.inputs().size() > 2 ? graph.constant(producer.inputs()[2]) : nullptr;
  const ir::Tensor* factor = graph.constant(scale.inputs()[1]);
  const ir::Tensor* shift = graph.constant(scale.inputs()[2]);
  const bool has_variable_bias = producer.inputs().size() > 2 && bias == nullptr;
  if (!weights || !factor || !shift || has_variable_bias) return false;

  const auto channels = channels_of(producer, weights->type.shape);
  if (!channels) return false;
  const ir::Shape& shape = producer.outputs()[0].shape;
  const int64_t count = shape[channels->axis].value();
  const auto factors = values_along(*factor, shape.size(), channels->axis, count);
  const auto shifts = values_along(*shift, shape.size(), channels->axis, count);
  if (!factors || !shifts) return false;

  ir::Tensor new_weights = multiply_runs(*weights, channels->run, [&](int64_t i) {
    return (*factors)[static_cast<size_t>(channels->of_weight(i))];
  });
  const ir::Tensor zeros = ir::splat({weights->type.data_type, {count}}, 0);
  ir::Tensor new_bias = map_elements(bias ? *bias : zeros, [&](int64_t i, double value) {
    const auto channel = static_cast<size_t>(i);
    return value * (*factors)[channel] + (*shifts)[channel];
  });
  if (!is_finite(new_weights) || !is_finite(new_bias)) return false;

  const ir::Value x = producer.inputs()[0];
  const ir::Value folded = graph.apply(
      producer.op(),
      {x, graph.add_constant(std::move(new_weights)), graph.add_constant(std::move(new_bias))},
      fused_name(producer, scale));
  replace_node(graph, scale.id(), folded);
  graph.erase(between.node);
  return true;
}

}  // namespace

size_t fold_scale_into_weights(ir::Graph& graph) {
  size_t changes = 0;
  for (const ir::NodeId id : graph.topological_order()) {
    if (graph.contains(id) && fold(graph, graph.node(id))) ++changes;
  }
  if (changes > 0) graph.erase_dead();
  return changes;
}

}  // namespace ingot::passes
