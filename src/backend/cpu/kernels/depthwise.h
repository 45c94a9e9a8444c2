#pragma once

#include "backend/cpu/kernels/band.h"

namespace ingot::backend::cpu::kernels {

/// Output rows of one channel's convolution: output(i, j) = bias + Σ filter(r, s) · cell, the cells
/// taken from a band that starts at the first of them.
struct DepthwiseRows {
  Band band;
  SlidingAxis y;
  SlidingAxis x;
  const float* filter;  ///< [y.window, x.window]
  float bias;
  float* output;  ///< rows of x.output
  int64_t rows;
};

void depthwise_rows(const DepthwiseRows& work);

}  // namespace ingot::backend::cpu::kernels
