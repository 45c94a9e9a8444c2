#pragma once

#include "backend/cuda/kernels/axis.h"
#include "backend/cuda/kernels/number.h"

namespace ingot::backend::cuda::kernels {

/// As reduce, in double, of elements of one type.
cudaError_t typed_reduce(const Reduce& shape, Number type, const void* x, void* y,
                         cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
