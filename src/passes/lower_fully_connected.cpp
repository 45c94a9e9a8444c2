#include "ops/fully_connected.h"
#include "ops/matrix_multiply.h"
#include "ops/reshape.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace ingot::passes {
namespace {

std::string part_name(const ir::Node& node, std::string_view part) {
  return node.name().empty() ? std::string() : str(node.name(), ".", part);
}

/// Copies the leading extents and puts `last` in the place of the others.
ir::Op reshape_last(size_t leading, std::initializer_list<int64_t> last) {
  ops::Reshape reshape{.shape = std::vector<int64_t>(leading, 0)};
  reshape.shape.insert(reshape.shape.end(), last);
  return ir::Op(std::move(reshape));
}

void lower(ir::Graph& graph, const ir::Node& node) {
  const ir::Value x = node.inputs()[0];
  const ir::Shape& kernel = graph.type(node.inputs()[1]).shape;
  const size_t leading = graph.type(x).shape.size() - 3;
  const ops::MatrixMultiply product{
      .a_operation = leading == 0 ? ops::MatrixOperation::kVector : ops::MatrixOperation::kNone,
      .b_operation = ops::MatrixOperation::kTranspose};

  const ir::Value flat =
      graph.apply(reshape_last(leading, {kernel[1].value()}), {x}, part_name(node, "flatten"));
  std::vector<ir::Value> inputs(node.inputs().begin(), node.inputs().end());
  inputs[0] = flat;
  const ir::Value sums = graph.apply(ir::Op(product), std::move(inputs), node.name());
  const ir::Value y = graph.apply(reshape_last(leading, {kernel[0].value(), 1, 1}), {sums},
                                  part_name(node, "unflatten"));
  replace_node(graph, node.id(), y);
}

bool is_lowerable(const ir::Graph& graph, const ir::Node& node) {
  return node.as_alone<ops::FullyConnected>() && is_known(graph.type(node.inputs()[1]).shape);
}

}  // namespace

size_t lower_fully_connected(ir::Graph& graph) {
  size_t changes = 0;
  for (const ir::NodeId id : graph.topological_order()) {
    if (!is_lowerable(graph, graph.node(id))) continue;
    lower(graph, graph.node(id));
    ++changes;
  }
  return changes;
}

}  // namespace ingot::passes
