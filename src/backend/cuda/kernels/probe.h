#pragma once

#include <cuda_runtime_api.h>

namespace ingot::backend::cuda::kernels {

/// Runs a kernel that does nothing.
cudaError_t probe();

/// Launches one that begins early and does nothing.
cudaError_t pause(cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
