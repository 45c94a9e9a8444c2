#pragma once

#include <cuda_runtime_api.h>

#include <string>

#include "backend/device.h"

namespace ingot::backend::cuda {

/// The GPU that is the CUDA runtime's device 0 in this process.
const Device& device();

/// What the CUDA runtime tells of it.
const cudaDeviceProp& properties();

/// No where a tensor is kept as bf16 and the GPU has no instructions for that.
Support supports_bfloat(const Problem& problem);

/// Why kernels of this library cannot run on it; empty where they can.
std::string why_not();

}  // namespace ingot::backend::cuda
