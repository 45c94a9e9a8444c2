// A GPU's properties, in the structure that programs here are compiled with.
#pragma once
#include "hostcuda/gpu.h"

namespace ingot::hostcuda {

/// As cudaGetDeviceProperties. What has no attribute to ask for is 0.
cudaError_t gpu_properties(const Gpu& gpu, cudaDeviceProp* properties, int device);

}  // namespace ingot::hostcuda
