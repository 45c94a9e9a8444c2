#pragma once

#include "ops/unary.h"

namespace ingot::backend::cpu::kernels {

/// Whether `apply_unary` can do it: those that give floats.
bool has_unary(ops::UnaryOperation operation);

/// y[i] = f(x[i]).
void apply_unary(ops::UnaryOperation operation, const float* x, float* y, int64_t count);

}  // namespace ingot::backend::cpu::kernels
