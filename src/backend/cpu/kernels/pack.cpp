#include "backend/cpu/kernels/pack.h"

#include <algorithm>

#include "backend/cpu/kernels/gemm.h"

namespace ingot::backend::cpu::kernels {
namespace {

/// Panels over `extent`; each holds `kPanel` neighbours for every k.
template <int64_t kPanel>
void pack(const float* data, int64_t stride, int64_t depth_stride, int64_t extent, int64_t depth,
          float* packed) {
  for (int64_t first = 0; first < extent; first += kPanel) {
    const int64_t width = std::min(kPanel, extent - first);
    const float* from = data + first * stride;
    for (int64_t k = 0; k < depth; ++k, packed += kPanel, from += depth_stride) {
      for (int64_t i = 0; i < width; ++i) packed[i] = from[i * stride];
      std::fill(packed + width, packed + kPanel, 0.0F);
    }
  }
}

}  // namespace

int64_t packed_rows_size(int64_t rows, int64_t depth) {
  return panels_of(rows, kRowPanel) * kRowPanel * depth;
}

int64_t packed_columns_size(int64_t depth, int64_t columns) {
  return panels_of(columns, kColumnPanel) * kColumnPanel * depth;
}

void pack_rows(const StridedMatrix& matrix, int64_t rows, int64_t depth, float* packed) {
  pack<kRowPanel>(matrix.data, matrix.row_stride, matrix.column_stride, rows, depth, packed);
}

void pack_columns(const StridedMatrix& matrix, int64_t depth, int64_t columns, float* packed) {
  pack<kColumnPanel>(matrix.data, matrix.column_stride, matrix.row_stride, columns, depth, packed);
}

}  // namespace ingot::backend::cpu::kernels
