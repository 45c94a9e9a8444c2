#pragma once

#include "backend/cuda/kernels/pointwise.h"
#include "backend/problem.h"

namespace ingot::backend::cuda {

/// Of an operator that is a function of one element of each input, and a conversion.
kernels::Pointwise pointwise_of(const Problem& problem);

}  // namespace ingot::backend::cuda
