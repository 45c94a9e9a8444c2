#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "ops/activation.h"
#include "ops/convolution.h"
#include "ops/deconvolution.h"
#include "ops/elementwise.h"
#include "ops/matrix_multiply.h"
#include "ops/parametric_relu.h"
#include "ops/pooling.h"
#include "ops/scale.h"
#include "ops/unary.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace ingot::passes {
namespace {

/// A longer chain is left in parts; a scale counts twice, for it reads two tensors.
constexpr size_t kMostTails = 8;

size_t length(std::span<const ir::Tail> tails) {
  return std::accumulate(tails.begin(), tails.end(), size_t{0}, [](size_t sum, const auto& tail) {
    return sum + std::max<size_t>(1, tail.num_inputs - 1);
  });
}

bool is_product(const ir::Node& node) {
  return node.as<ops::Convolution>() || node.as<ops::Deconvolution>() ||
         node.as<ops::MatrixMultiply>();
}

/// Whether tails can follow what the node computes.
bool takes_tails(const ir::Node& node) {
  const bool is_light = node.as<ops::Activation>() || node.as<ops::Unary>() ||
                        node.as<ops::Elementwise>() || node.as<ops::Scale>() ||
                        node.as<ops::Pooling>();
  return (is_product(node) || is_light) && length(node.op().epilogue()) < kMostTails &&
         node.outputs()[0].data_type == ir::DataType::kFloat32;
}

/// The operator that makes the value, when nothing but `user` reads it.
const ir::Node* producer_of(const ir::Graph& graph, ir::Value value, const ir::Node& user) {
  const ir::Node& node = graph.node(value.node);
  const bool is_op = node.kind() == ir::Node::Kind::kOp && node.outputs().size() == 1;
  return is_op && graph.is_only_used_by(value, user.id()) ? &node : nullptr;
}

void fuse(ir::Graph& graph, const ir::Node& producer, const ir::Node& user, size_t result) {
  std::vector<ir::Value> inputs(producer.inputs().begin(), producer.inputs().end());
  for (size_t i = 0; i < user.inputs().size(); ++i) {
    if (i != result) inputs.push_back(user.inputs()[i]);
  }
  ir::Op op = producer.op().then({user.op(), result, user.inputs().size()});
  const ir::Value fused = graph.apply(std::move(op), std::move(inputs), fused_name(producer, user));
  const ir::NodeId old = producer.id();
  replace_node(graph, user.id(), fused);
  graph.erase(old);
}

bool fuse_map(ir::Graph& graph, const ir::Node& node) {
  const ir::Node* producer = producer_of(graph, node.inputs()[0], node);
  if (producer == nullptr || !takes_tails(*producer)) return false;
  fuse(graph, *producer, node, 0);
  return true;
}

/// Into the producer that comes later in `order`, for it can wait for the other; into a product
/// rather than into a pointwise operator.
bool fuse_elementwise(ir::Graph& graph, const ir::Node& node, std::span<const ir::NodeId> order) {
  if (node.inputs()[0] == node.inputs()[1]) return false;
  const auto rank = [&](size_t i) {
    const ir::NodeId id = node.inputs()[i].node;
    return std::pair(is_product(graph.node(id)), std::ranges::find(order, id));
  };
  std::optional<size_t> result;
  for (size_t i = 0; i < node.inputs().size(); ++i) {
    const ir::Node* producer = producer_of(graph, node.inputs()[i], node);
    const bool may_fuse = producer != nullptr && takes_tails(*producer) &&
                          graph.constant(node.inputs()[1 - i]) == nullptr &&
                          graph.type(node.inputs()[1 - i]) == node.outputs()[0] &&
                          producer->outputs()[0] == node.outputs()[0];
    if (may_fuse && (!result || rank(i) > rank(*result))) result = i;
  }
  if (!result) return false;
  fuse(graph, graph.node(node.inputs()[*result].node), node, *result);
  return true;
}

/// Of constants along the channels, into a product; those of a matrix product are its columns.
bool fuse_channel_function(ir::Graph& graph, const ir::Node& node) {
  constexpr size_t kMatrixRank = 2;
  const ir::Node& producer = graph.node(node.inputs()[0].node);
  const ir::Shape& shape = node.outputs()[0].shape;
  const bool has_channels =
      is_product(producer) && (!producer.as<ops::MatrixMultiply>() || shape.size() == kMatrixRank);
  const auto runs_along_channels = [&](ir::Value input) {
    const ir::Tensor* constant = graph.constant(input);
    return constant != nullptr && ops::runs_along_channels(constant->type.shape, shape);
  };
  return has_channels && std::ranges::all_of(node.inputs().subspan(1), runs_along_channels) &&
         fuse_map(graph, node);
}

/// Makes the node a tail of what feeds it.
bool fuse_into_producer(ir::Graph& graph, const ir::Node& node, std::span<const ir::NodeId> order) {
  if (node.kind() != ir::Node::Kind::kOp || !node.op().epilogue().empty()) return false;
  if (node.outputs()[0].data_type != ir::DataType::kFloat32) return false;
  if (node.as<ops::Activation>() || node.as<ops::Unary>()) return fuse_map(graph, node);
  if (ops::reads_channels(node.op())) return fuse_channel_function(graph, node);
  return node.as<ops::Elementwise>() && fuse_elementwise(graph, node, order);
}

}  // namespace

size_t fuse_epilogues(ir::Graph& graph) {
  size_t changes = 0;
  const auto order = graph.topological_order();
  for (const ir::NodeId id : order) {
    if (fuse_into_producer(graph, graph.node(id), order)) ++changes;
  }
  return changes;
}

}  // namespace ingot::passes
