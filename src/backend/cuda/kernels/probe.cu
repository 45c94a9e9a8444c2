#include "backend/cuda/kernels/probe.h"

namespace ingot::backend::cuda::kernels {

__global__ void nothing() {}

cudaError_t probe() {
  nothing<<<1, 1>>>();
  const cudaError_t launched = cudaGetLastError();
  return launched == cudaSuccess ? cudaDeviceSynchronize() : launched;
}

}  // namespace ingot::backend::cuda::kernels
