#pragma once

#include <cuda_runtime_api.h>

namespace ingot::backend::cuda::kernels {

/// Runs a kernel that does nothing.
cudaError_t probe();

}  // namespace ingot::backend::cuda::kernels
