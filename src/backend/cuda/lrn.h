#pragma once

#include "backend/cuda/kernels/axis.h"
#include "ops/lrn.h"

namespace ingot::backend::cuda {

inline kernels::Lrn lrn_of(const ops::Lrn& op) {
  return {.window = op.window,
          .scale = static_cast<float>(op.alpha / static_cast<double>(op.window)),
          .beta = static_cast<float>(op.beta),
          .k = static_cast<float>(op.k)};
}

}  // namespace ingot::backend::cuda
