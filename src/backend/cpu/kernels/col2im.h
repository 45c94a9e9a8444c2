#pragma once

#include "backend/cpu/kernels/sliding_axis.h"

namespace ingot::backend::cpu::kernels {

/// Window cells and pixels whose values are added to a plane.
struct Columns {
  const float* values;  ///< [cells, pixels]
  int64_t cell_begin;
  int64_t cells;
  int64_t pixel_begin;
  int64_t pixels;
};

/// The transpose of pack_window for one channel: plane [y.input, x.input] += each value, at the
/// place where the window of its output pixel has its cell. Values whose place lies off the plane
/// are dropped. The order of the sums depends on the arguments alone.
void add_columns(const Columns& columns, const SlidingAxis& y, const SlidingAxis& x, float* plane);

}  // namespace ingot::backend::cpu::kernels
