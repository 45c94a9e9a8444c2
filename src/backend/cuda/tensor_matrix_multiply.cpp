#include <limits>

#include "backend/cuda/cublaslt_product.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/row_product.h"
#include "backend/cuda/tactics.h"
#include "backend/cuda/tensor_product.h"
#include "base/text.h"
#include "ops/matrix_multiply.h"

namespace ingot::backend::cuda {
namespace {

using ops::MatrixOperation;

/// Rows of a and of the product: all that lies before the last axis.
int64_t rows_of(const ir::TensorType& a) {
  return ir::num_elements({a.shape.begin(), a.shape.end() - 1}).value();
}

Support supports(const Problem& problem) {
  if (Support packed = supports_packed(problem); !packed) return packed;
  const auto& op = *problem.op.as<ops::MatrixMultiply>();
  const ir::TensorType& a = problem.inputs[0];
  const ir::TensorType& b = problem.inputs[1];
  if (!ir::is_row_major(a.format) || !ir::is_row_major(problem.outputs[0].format)) {
    return Support::no(str("from ", a, " to ", problem.outputs[0], ": takes row-major tensors"));
  }
  if (op.a_operation != MatrixOperation::kNone || op.b_operation == MatrixOperation::kVector ||
      b.shape.size() != 2) {
    return Support::no(str(a, " by ", b, ": takes rows by one matrix"));
  }
  const int64_t depth = a.shape.back().value();
  const int64_t chunk = kernels::elements_of_chunk(element_of(a));
  constexpr int64_t kMost = std::numeric_limits<int32_t>::max();
  if (depth % chunk != 0 || depth == 0 || num_elements(a.shape).value() > kMost ||
      num_elements(problem.outputs[0].shape).value() > kMost) {
    return Support::no(
        str("rows of ", a, ": takes multiples of ", chunk, " numbers, up to ", kMost, " in all"));
  }
  return Support::yes();
}

/// An image a row, of one pixel.
kernels::TensorProduct shape_of(const Problem& problem) {
  const ir::TensorType& a = problem.inputs[0];
  const auto depth = static_cast<int32_t>(a.shape.back().value());
  const auto columns = static_cast<int32_t>(problem.outputs[0].shape.back().value());
  return {.batch = static_cast<int32_t>(rows_of(a)),
          .channels = depth,
          .filters = columns,
          .x_pitch = depth,
          .y_pitch = columns};
}

/// b [depth, columns], or, transposed, [columns, depth]
WeightStrides strides_of(const Problem& problem) {
  const bool is_transposed =
      problem.op.as<ops::MatrixMultiply>()->b_operation == MatrixOperation::kTranspose;
  const int64_t pitch = problem.inputs[1].shape[1].value();
  return is_transposed ? WeightStrides{pitch, 1, 0} : WeightStrides{1, pitch, 0};
}

constexpr TensorProductFunctions kFunctions{
    .supports = supports, .shape = shape_of, .strides = strides_of};

}  // namespace

const Tactic& tensor_matrix_multiply_tactic() {
  static const auto* const tactic =
      new TensorProductTactic("cuda_tensor_matrix_multiply", kFunctions);
  return *tactic;
}

const Tactic& row_matrix_multiply_tactic() {
  static const auto* const tactic = new RowProductTactic("cuda_row_matrix_multiply", kFunctions);
  return *tactic;
}

const Tactic& cublaslt_matrix_multiply_tactic() {
  static const auto* const tactic =
      new CublasltTactic("cublaslt_matrix_multiply", kFunctions, Factors::kAsTheyAre);
  return *tactic;
}

const Tactic& cublaslt_tf32_matrix_multiply_tactic() {
  static const auto* const tactic =
      new CublasltTactic("cublaslt_tf32_matrix_multiply", kFunctions, Factors::kRoundedToTf32);
  return *tactic;
}

}  // namespace ingot::backend::cuda
