#pragma once

#include <cstdint>

#include "backend/cpu/kernels/register_tail.h"

namespace ingot::backend::cpu::kernels {

/// Heights and widths of packed panels. Fixed, so that packed weights load on every machine; each
/// SIMD level takes a divisor or a multiple of them at a time.
inline constexpr int64_t kRowPanel = 12;
inline constexpr int64_t kColumnPanel = 16;

constexpr int64_t panels_of(int64_t extent, int64_t panel) { return (extent + panel - 1) / panel; }

/// Left operand of a product: element (i, k) lies at
/// data[i / kRowPanel · panel_stride + i % kRowPanel · row_stride + k · depth_stride].
struct RowPanels {
  const float* data;
  int64_t panel_stride;
  int64_t row_stride;
  int64_t depth_stride;

  static RowPanels packed(const float* data, int64_t depth) {
    return {data, depth * kRowPanel, 1, kRowPanel};
  }
  static RowPanels in_place(const float* data, int64_t row_stride, int64_t depth_stride) {
    return {data, row_stride * kRowPanel, row_stride, depth_stride};
  }
  /// The part that starts at element (row, k); `row` is a multiple of kRowPanel.
  RowPanels at(int64_t row, int64_t k) const {
    return {data + row / kRowPanel * panel_stride + k * depth_stride, panel_stride, row_stride,
            depth_stride};
  }
};

/// Right operand of a product, aligned to 64 bytes and filled up with zeros: element (k, j) lies
/// at data[j / kColumnPanel · panel_stride + k · kColumnPanel + j % kColumnPanel].
struct ColumnPanels {
  const float* data;
  int64_t panel_stride;

  static ColumnPanels packed(const float* data, int64_t depth) {
    return {data, depth * kColumnPanel};
  }
  /// The part that starts at element (k, column); `column` is a multiple of kColumnPanel.
  ColumnPanels at(int64_t k, int64_t column) const {
    return {data + column / kColumnPanel * panel_stride + k * kColumnPanel, panel_stride};
  }
};

/// c(i, j) = tail([c(i, j)] + Σ_k a(i, k)·b(k, j) [+ row_bias(i)] [+ column_bias(j)]).
///
/// Each element is one chain of fused multiply-adds (multiplies and adds where the machine has no
/// fused ones) over ascending k that starts from c or 0, so its bits do not depend on how rows,
/// columns and depth are cut into products.
struct Gemm {
  int64_t rows = 0;
  int64_t columns = 0;
  int64_t depth = 0;
  RowPanels a{};
  ColumnPanels b{};
  float* c = nullptr;
  int64_t c_stride = 0;  ///< between rows
  bool accumulates = false;
  const float* row_bias = nullptr;
  const float* column_bias = nullptr;
  RegisterTail tail{};
};

void gemm(const Gemm& product);

}  // namespace ingot::backend::cpu::kernels
