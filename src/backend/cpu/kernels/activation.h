#pragma once

#include "ops/activation.h"

namespace ingot::backend::cpu::kernels {

void activate(const ops::Activation& op, const float* x, float* y, int64_t count);

}  // namespace ingot::backend::cpu::kernels
