#pragma once

#include <vector>

#include "backend/cpu/kernels/pack.h"
#include "backend/problem.h"

namespace ingot::backend::cpu {

/// The second operand of matrix_multiply as [depth, columns] matrices, from its type alone.
struct RightOperand {
  int64_t depth;
  int64_t columns;
  int64_t count;  ///< of matrices
  int64_t row_stride;
  int64_t column_stride;

  kernels::StridedMatrix matrix(const float* data, int64_t index) const {
    return {data + index * depth * columns, row_stride, column_stride};
  }
};

RightOperand right_operand(const Problem& problem);

/// A known problem of matrix_multiply: one product [rows, depth]·[depth, columns] for each entry
/// of the vectors, which say which matrix of a and of b it takes.
struct MatrixShape {
  int64_t rows;
  int64_t a_row_stride;
  int64_t a_depth_stride;
  RightOperand b;
  std::vector<int64_t> a_index;
  std::vector<int64_t> b_index;
};

/// Leading axes of a become rows where b is one matrix and a's rows follow each other.
MatrixShape matrix_shape(const Problem& problem);

}  // namespace ingot::backend::cpu
