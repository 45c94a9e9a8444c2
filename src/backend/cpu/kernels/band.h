#pragma once

#include "backend/cpu/kernels/sliding_axis.h"

namespace ingot::backend::cpu::kernels {

/// Consecutive rows of a plane [y.input, x.input] with what lies off the plane filled in, so that
/// windows can be read without looking at borders.
struct Band {
  const float* data;  ///< the first cell of the window of output (first row, 0)
  int64_t pitch;      ///< between rows
};

/// Row pitch of a band: every output's window, and as many windows as a vector reads beyond.
int64_t band_pitch(const SlidingAxis& x);

/// Copies the input rows that outputs begin…end−1 of axis y see: y.reach(begin, end) rows of
/// band_pitch(x) floats.
Band copy_band(const float* plane, const SlidingAxis& y, const SlidingAxis& x, int64_t begin,
               int64_t end, float fill, float* rows);

}  // namespace ingot::backend::cpu::kernels
