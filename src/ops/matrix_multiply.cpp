#include "ops/matrix_multiply.h"

#include <utility>

#include "base/text.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

/// An operand as batch × rows × columns; a vector is one row of a, one column of b.
struct Matrix {
  ir::Shape batch;
  ir::Dim rows, columns;
};

Matrix matrix_of(const ir::Shape& shape, MatrixOperation operation, bool is_right) {
  if (operation == MatrixOperation::kVector) {
    const ir::Shape batch(shape.begin(), shape.end() - 1);
    return is_right ? Matrix{batch, shape.back(), 1} : Matrix{batch, 1, shape.back()};
  }
  Matrix matrix{{shape.begin(), shape.end() - 2}, shape.end()[-2], shape.back()};
  if (operation == MatrixOperation::kTranspose) std::swap(matrix.rows, matrix.columns);
  return matrix;
}

Matrix operand(const ir::InputInfo& input, MatrixOperation operation, bool is_right) {
  const size_t least = operation == MatrixOperation::kVector ? 1 : 2;
  expect_rank(input, least, kAnyRank, is_right ? "b" : "a");
  return matrix_of(input.type.shape, operation, is_right);
}

void check_bias(const ir::InputInfo& bias, const Matrix& b, MatrixOperation operation) {
  require(operation != MatrixOperation::kVector, ErrorCode::kInvalidArgument,
          [] { return "expected no bias where b is a vector: the product has no columns"; });
  expect_rank(bias, 1, 1, "bias");
  expect_equal(bias.type.shape[0], b.columns, "bias and columns");
}

std::vector<ir::TensorType> infer(const MatrixMultiply& op, ir::Inputs inputs) {
  expect_inputs(inputs, 2, 3);
  expect_same_type(inputs);
  expect_floating(inputs[0], "a and b");
  const Matrix a = operand(inputs[0], op.a_operation, false);
  const Matrix b = operand(inputs[1], op.b_operation, true);
  expect_equal(a.columns, b.rows, "inner extents");
  if (inputs.size() == 3) check_bias(inputs[2], b, op.b_operation);
  auto shape = broadcast(a.batch, b.batch);
  require(shape.has_value(), ErrorCode::kInvalidArgument, [&] {
    return str("expected leading extents that broadcast, got ", inputs[0].type, " and ",
               inputs[1].type);
  });
  if (op.a_operation != MatrixOperation::kVector) shape->push_back(a.rows);
  if (op.b_operation != MatrixOperation::kVector) shape->push_back(b.columns);
  return {{inputs[0].type.data_type, *shape}};
}

/// The operand's elements, with every matrix in row-major order.
std::vector<double> read_matrices(const ir::ConstTensorView& view, MatrixOperation operation) {
  std::vector<double> values = read(view);
  if (operation != MatrixOperation::kTranspose) return values;
  const int64_t rows = view.shape.back();
  const int64_t columns = view.shape.end()[-2];
  std::vector<double> transposed(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const auto within = static_cast<int64_t>(i) % (rows * columns);
    const size_t first = i - static_cast<size_t>(within);
    transposed[first + within % rows * columns + within / rows] = values[i];
  }
  return transposed;
}

struct Product {
  int64_t rows, depth, columns;
};

/// sums [rows, columns] += a · b.
void multiply(const Product& size, const double* a, const double* b, double* sums) {
  for (int64_t i = 0; i < size.rows; ++i) {
    for (int64_t k = 0; k < size.depth; ++k) {
      const double factor = a[i * size.depth + k];
      const double* row = b + k * size.columns;
      for (int64_t j = 0; j < size.columns; ++j) sums[i * size.columns + j] += factor * row[j];
    }
  }
}

void reference(const MatrixMultiply& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  const Matrix a = matrix_of(ir::shape_of(inputs[0].shape), op.a_operation, false);
  const Matrix b = matrix_of(ir::shape_of(inputs[1].shape), op.b_operation, true);
  const Extents batch = ir::numbers(*broadcast(a.batch, b.batch));
  const std::vector<int64_t> a_of = broadcast_indices(ir::numbers(a.batch), batch);
  const std::vector<int64_t> b_of = broadcast_indices(ir::numbers(b.batch), batch);
  const std::vector<double> a_values = read_matrices(inputs[0], op.a_operation);
  const std::vector<double> b_values = read_matrices(inputs[1], op.b_operation);
  const Product size{a.rows.value(), a.columns.value(), b.columns.value()};

  std::vector<double> sums(size.rows * size.columns);
  for (size_t i = 0; i < a_of.size(); ++i) {
    const auto cells = static_cast<int64_t>(sums.size());
    for (int64_t j = 0; j < cells; ++j) {
      sums[j] = inputs.size() == 3 ? load(inputs[2], j % size.columns) : 0;
    }
    multiply(size, a_values.data() + a_of[i] * size.rows * size.depth,
             b_values.data() + b_of[i] * size.depth * size.columns, sums.data());
    const int64_t first = static_cast<int64_t>(i) * cells;
    for (int64_t j = 0; j < cells; ++j) store(outputs[0], first + j, sums[j]);
  }
}

const ir::Register<MatrixMultiply> registration({.infer = infer,
                                                 .reference = reference,
                                                 .accuracy = ir::Accuracy::kAccumulation});

}  // namespace
}  // namespace ingot::ops
