#pragma once

#include "backend/cpu/kernels/band.h"

namespace ingot::backend::cpu::kernels {

/// Output rows of one plane's pooling, from a band that starts at the first row's windows.
struct PoolingRows {
  Band band;  ///< filled up with −∞ for a maximum, with 0 for an average
  SlidingAxis y;
  SlidingAxis x;
  float* output;  ///< rows of x.output
  int64_t begin;  ///< the rows' indices
  int64_t end;
};

/// How many cells of each window count, by axis: their product divides the window's sum. Where it
/// is 0 the output is 0.
struct WindowCells {
  const float* y;         ///< [y.output]
  const float* x;         ///< [x.output]
  bool has_empty = true;  ///< whether there may be a 0
};

/// Largest of each window.
void max_rows(const PoolingRows& work, const WindowCells& cells);
/// Sum of each window divided by its cells.
void average_rows(const PoolingRows& work, const WindowCells& cells);

}  // namespace ingot::backend::cpu::kernels
