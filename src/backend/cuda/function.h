#pragma once

#include "backend/cuda/kernels/tail.h"
#include "backend/problem.h"

namespace ingot::backend::cuda {

/// No unless the operator is a function of one element and its operands that kernels have.
Support supports_function(const ir::Op& op);

/// The kernels' name for a pointwise operator; kNone for a conversion.
kernels::Function function_of(const ir::Op& op);

}  // namespace ingot::backend::cuda
