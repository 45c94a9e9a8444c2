#pragma once

#include "backend/cuda/kernels/pooling.h"
#include "backend/problem.h"

namespace ingot::backend::cuda {

/// What the kernels do for a pooling that supports_window accepts.
kernels::Pooling pooling_of(const Problem& problem);

}  // namespace ingot::backend::cuda
