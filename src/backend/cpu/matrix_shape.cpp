#include "backend/cpu/matrix_shape.h"

#include <functional>
#include <numeric>
#include <span>

#include "ops/elements.h"
#include "ops/matrix_multiply.h"

namespace ingot::backend::cpu {
namespace {

using ops::MatrixOperation;
using Extents = std::vector<int64_t>;

/// Extents of the axes before the matrix, or before the vector.
Extents batch_of(const Extents& shape, MatrixOperation operation) {
  return {shape.begin(), shape.end() - (operation == MatrixOperation::kVector ? 1 : 2)};
}

int64_t product(const Extents& extents) {
  return std::accumulate(extents.begin(), extents.end(), int64_t{1}, std::multiplies<>());
}

RightOperand right_operand(const Extents& shape, MatrixOperation operation) {
  const int64_t count = product(batch_of(shape, operation));
  const int64_t last = shape.back();
  if (operation == MatrixOperation::kVector) return {last, 1, count, 1, 1};
  const int64_t before = shape.end()[-2];
  if (operation == MatrixOperation::kTranspose) return {last, before, count, 1, last};
  return {before, last, count, last, 1};
}

void fold_batch_into_rows(MatrixShape& shape) {
  shape.rows *= static_cast<int64_t>(shape.a_index.size());
  shape.a_index = {0};
  shape.b_index = {0};
}

}  // namespace

RightOperand right_operand(const Problem& problem) {
  const auto& op = *problem.op.as<ops::MatrixMultiply>();
  return right_operand(ir::numbers(problem.inputs[1].shape), op.b_operation);
}

MatrixShape matrix_shape(const Problem& problem) {
  const auto& op = *problem.op.as<ops::MatrixMultiply>();
  const Extents a = ir::numbers(problem.inputs[0].shape);
  const Extents b = ir::numbers(problem.inputs[1].shape);
  const Extents a_batch = batch_of(a, op.a_operation);
  const Extents b_batch = batch_of(b, op.b_operation);
  const Extents batch =
      ir::numbers(ir::broadcast(ir::shape_of(a_batch), ir::shape_of(b_batch)).value());
  const int64_t last = a.back();
  MatrixShape shape{.rows = op.a_operation == MatrixOperation::kVector ? 1 : a.end()[-2],
                    .a_row_stride = last,
                    .a_depth_stride = 1,
                    .b = right_operand(b, op.b_operation),
                    .a_index = ops::broadcast_indices(a_batch, batch),
                    .b_index = ops::broadcast_indices(b_batch, batch)};
  if (op.a_operation == MatrixOperation::kTranspose) {
    shape.rows = last;
    shape.a_row_stride = 1;
    shape.a_depth_stride = last;
  } else if (shape.b.count == 1) {
    fold_batch_into_rows(shape);
  }
  return shape;
}

}  // namespace ingot::backend::cpu
