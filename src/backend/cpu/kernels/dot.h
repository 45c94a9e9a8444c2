#pragma once

#include <cstdint>

namespace ingot::backend::cpu::kernels {

/// y[i, j] = Σ_k a[i, k]·b[j, k] + bias[j]. Rows of a and y lie apart as given, those of b follow
/// each other. The bits of y[i, j] depend on the depth and on row i of a and j of b alone.
struct Dots {
  int64_t rows;
  int64_t columns;
  int64_t depth;
  const float* a;
  int64_t a_stride;
  const float* b;
  const float* bias;  ///< null for none
  float* y;
  int64_t y_stride;
};

void dots(const Dots& in);

}  // namespace ingot::backend::cpu::kernels
