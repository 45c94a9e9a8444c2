#pragma once

#include <cstdint>

#include "ops/lrn.h"
#include "ops/reduce.h"

namespace ingot::backend::cpu::kernels {

/// A tensor seen as [outer, extent, inner], for kernels that work along its middle axis.
struct AxisShape {
  int64_t outer;
  int64_t extent;
  int64_t inner;
};

/// Lines along the axis that one call works on: outer `outer`, inner begin…end−1.
struct Lines {
  int64_t outer;
  int64_t begin;
  int64_t end;
};

/// y = e^(x−max) / Σ e^(x−max) along the axis.
void softmax(const AxisShape& shape, const Lines& lines, const float* x, float* y);

/// y = x / (k + α/n · Σ x²)^β, the sum over the op's window along the axis.
void lrn(const ops::Lrn& op, const AxisShape& shape, const Lines& lines, const float* x, float* y);

/// y [outer, inner] = the axis folded by the operation.
void reduce(ops::ReduceOperation operation, const AxisShape& shape, const Lines& lines,
            const float* x, float* y);

}  // namespace ingot::backend::cpu::kernels
