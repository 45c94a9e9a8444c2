#include "ops/matrix_multiply.h"

#include "backend/cuda/axes.h"
#include "backend/cuda/epilogue.h"
#include "backend/cuda/kernels/matrix_multiply.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactic_list.h"
#include "backend/cuda/tactics.h"
#include "base/text.h"
#include "ops/elements.h"

namespace ingot::backend::cuda {
namespace {

using ops::MatrixOperation;

/// One operand: its matrix, and the axes before it.
struct Matrix {
  Extents batch;
  int64_t rows;
  int64_t columns;
  int64_t row_stride;
  int64_t column_stride;
};

/// A vector is one row, of b one column.
Matrix matrix_of(const ir::TensorType& type, MatrixOperation operation, bool is_right) {
  const Extents shape = ir::numbers(type.shape);
  const int64_t last = shape.back();
  if (operation == MatrixOperation::kVector) {
    const Extents batch(shape.begin(), shape.end() - 1);
    return is_right ? Matrix{batch, last, 1, 1, 1} : Matrix{batch, 1, last, last, 1};
  }
  const Extents batch(shape.begin(), shape.end() - 2);
  const int64_t before = shape.end()[-2];
  if (operation == MatrixOperation::kTranspose) return {batch, last, before, 1, last};
  return {batch, before, last, last, 1};
}

/// Strides of the batch's axes, in elements.
Extents batch_strides(const Matrix& matrix, const Extents& batch) {
  Extents strides = ops::broadcast_strides(matrix.batch, batch);
  for (int64_t& stride : strides) stride *= matrix.rows * matrix.columns;
  return strides;
}

kernels::MatrixMultiply shape_of(const Problem& problem) {
  const auto& op = *problem.op.as<ops::MatrixMultiply>();
  const Matrix a = matrix_of(problem.inputs[0], op.a_operation, false);
  const Matrix b = matrix_of(problem.inputs[1], op.b_operation, true);
  const Extents batch =
      ir::numbers(ir::broadcast(ir::shape_of(a.batch), ir::shape_of(b.batch)).value());
  kernels::MatrixMultiply shape{.rows = a.rows,
                                .columns = b.columns,
                                .depth = a.columns,
                                .a_row_stride = a.row_stride,
                                .a_depth_stride = a.column_stride,
                                .b_depth_stride = b.row_stride,
                                .b_column_stride = b.column_stride,
                                .count = ops::product(batch),
                                .axes = static_cast<int32_t>(batch.size())};
  put_innermost_first(batch, shape.extents);
  put_innermost_first(batch_strides(a, batch), shape.a_strides);
  put_innermost_first(batch_strides(b, batch), shape.b_strides);
  // Rows that follow each other make one product, where all of them meet the same matrix.
  if (b.batch.empty() && op.a_operation == MatrixOperation::kNone) {
    shape.rows *= shape.count;
    shape.count = 1;
  }
  return shape;
}

Support supports(const Problem& problem) {
  if (Support floats = supports_float32(problem); !floats) return floats;
  for (const size_t index : {size_t{0}, size_t{1}}) {
    if (Support rank = supports_rank(problem.inputs[index]); !rank) return rank;
  }
  constexpr int64_t kMostRows = int64_t{65535} * 64;  // of a grid's second axis
  const int64_t rows = shape_of(problem).rows;
  return rows <= kMostRows ? Support::yes()
                           : Support::no(str(rows, " rows: takes up to ", kMostRows));
}

std::unique_ptr<Kernel> prepare(const Problem& problem) {
  return make_kernel([shape = shape_of(problem), has_bias = own_inputs(problem) > 2,
                      epilogue = Epilogue(problem)](const Launch& launch, cudaStream_t stream) {
    return kernels::matrix_multiply(shape, input(launch, 0), input(launch, 1),
                                    has_bias ? input(launch, 2) : nullptr, epilogue.at(launch),
                                    output(launch), stream);
  });
}

const CudaTactic tiled_matrix_multiply("cuda_tiled_matrix_multiply", {.supports = supports,
                                                                      .prepare = prepare,
                                                                      .applies_epilogue = true});

const RegisterTactics list(ops::MatrixMultiply::kName,
                           {&row_matrix_multiply_tactic(), &tensor_matrix_multiply_tactic(),
                            &cublaslt_matrix_multiply_tactic(),
                            &cublaslt_tf32_matrix_multiply_tactic(), &tiled_matrix_multiply,
                            &in_float32_tactic()});

}  // namespace
}  // namespace ingot::backend::cuda
