#pragma once

#include <cstdint>

namespace ingot::backend::cpu::kernels {

/// A matrix in memory: element (i, j) lies at data[i · row_stride + j · column_stride].
struct StridedMatrix {
  const float* data;
  int64_t row_stride;
  int64_t column_stride;
};

/// Floats that a packed left operand of that size takes, and a right one.
int64_t packed_rows_size(int64_t rows, int64_t depth);
int64_t packed_columns_size(int64_t depth, int64_t columns);

/// Packs a left operand [rows, depth] for RowPanels::packed; the last panel is filled up with
/// zeros.
void pack_rows(const StridedMatrix& matrix, int64_t rows, int64_t depth, float* packed);
/// Packs a right operand [depth, columns] for ColumnPanels::packed; likewise.
void pack_columns(const StridedMatrix& matrix, int64_t depth, int64_t columns, float* packed);

}  // namespace ingot::backend::cpu::kernels
