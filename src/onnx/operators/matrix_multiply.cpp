#include "ops/matrix_multiply.h"

#include "onnx/operators/steps.h"
#include "onnx/registry.h"
#include "ops/fully_connected.h"

namespace ingot::onnx {
namespace {

using Operation = ops::MatrixOperation;

std::string gemm(NodeWriter& node, std::vector<std::string> inputs, bool transposes_a,
                 bool transposes_b) {
  return node.add("Gemm", std::move(inputs),
                  {{"transA", int64_t{transposes_a}}, {"transB", int64_t{transposes_b}}});
}

/// The operand as matrices; a vector gets an extent of 1 at `axis`.
std::string matrices(NodeWriter& node, const Operand& operand, Operation operation, int64_t axis) {
  switch (operation) {
    case Operation::kNone: break;
    case Operation::kTranspose: return transpose_matrix(node, operand.name, operand.rank());
    case Operation::kVector: return unsqueeze(node, operand.name, std::vector{axis});
  }
  return operand.name;
}

std::string general_product(const ops::MatrixMultiply& op, NodeWriter& node) {
  const std::string a = matrices(node, node.input(0), op.a_operation, -2);
  const std::string b = matrices(node, node.input(1), op.b_operation, -1);
  std::string product = node.add("MatMul", {a, b});
  std::vector<int64_t> absent;
  if (op.a_operation == Operation::kVector) absent.push_back(-2);
  if (op.b_operation == Operation::kVector) absent.push_back(-1);
  if (!absent.empty()) product = squeeze(node, product, absent);
  return node.num_inputs() == 3 ? node.add("Add", {product, node.input(2).name}) : product;
}

std::string write(const ops::MatrixMultiply& op, NodeWriter& node) {
  const bool has_vectors =
      op.a_operation == Operation::kVector || op.b_operation == Operation::kVector;
  const bool is_flat = node.input(0).rank() == 2 && node.input(1).rank() == 2;
  if (has_vectors || !is_flat) return general_product(op, node);
  return gemm(node, node.input_names(), op.a_operation == Operation::kTranspose,
              op.b_operation == Operation::kTranspose);
}

/// [..., C·H·W] · Wᵀ, with as many leading axes as x has.
std::string product_of_rows(NodeWriter& node) {
  std::vector<int64_t> rows(node.input().rank() - 3, 0);
  const ir::Dim& depth = node.input(1).type.shape[1];
  rows.push_back(depth.is_known() ? depth.value() : -1);
  const std::string x = reshape(node, node.input().name, rows);
  const std::string y = node.add("MatMul", {x, transpose_matrix(node, node.input(1).name, 2)});
  return node.num_inputs() == 3 ? node.add("Add", {y, node.input(2).name}) : y;
}

std::string write_fully_connected(const ops::FullyConnected& /*op*/, NodeWriter& node) {
  constexpr size_t kUsualRank = 4;
  std::string y;
  if (node.input().rank() == kUsualRank) {
    std::vector<std::string> inputs = node.input_names();
    inputs[0] = node.add("Flatten", {inputs[0]}, {{"axis", int64_t{1}}});
    y = gemm(node, std::move(inputs), false, true);
  } else {
    y = product_of_rows(node);
  }
  return unsqueeze(node, y, std::vector<int64_t>{-2, -1});
}

const Register<ops::MatrixMultiply> matrix_multiply(write);
const Register<ops::FullyConnected> fully_connected(write_fully_connected);

}  // namespace
}  // namespace ingot::onnx
