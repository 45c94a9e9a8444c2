#pragma once

#include "backend/cuda/kernels/axis.h"
#include "backend/problem.h"

namespace ingot::backend::cuda {

kernels::Reduce reduce_of(const Problem& problem);

}  // namespace ingot::backend::cuda
