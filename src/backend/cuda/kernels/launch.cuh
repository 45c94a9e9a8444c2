// Launches that begin while the kernel before them ends.
#pragma once

#include <cuda_runtime_api.h>

namespace ingot::backend::cuda::kernels {

/// Lets the next kernel of the stream begin, up to its own wait_for_previous.
__device__ inline void let_next_begin() {
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.launch_dependents;");
#endif
}

/// Waits until the kernel before is done. Every thread of a kernel that is started by `launch`
/// calls it before it reads or writes what others do.
__device__ inline void wait_for_previous() {
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

/// To be called once for a kernel that takes up to `most_bytes` of shared memory. It asks for as
/// much as there is: a multiprocessor that has to move the border between that and its first cache
/// begins no block early, and so such kernels all ask for the same.
template <class... Parameters>
cudaError_t prepare_shared_memory(void (*kernel)(Parameters...), int most_bytes) {
  const cudaError_t error = cudaFuncSetAttribute(
      kernel, cudaFuncAttributePreferredSharedMemoryCarveout, cudaSharedmemCarveoutMaxShared);
  if (error != cudaSuccess) return error;
  return cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, most_bytes);
}

struct LaunchShape {
  dim3 blocks;
  dim3 threads;
  dim3 cluster = 1;  ///< blocks that share their memory
  size_t shared_bytes = 0;
};

/// Whether the GPU starts kernels early: since sm_90.
inline bool starts_early() {
  static const bool does = [] {
    int major = 0;
    return cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, 0) == cudaSuccess &&
           major >= 9;
  }();
  return does;
}

template <class... Parameters, class... Arguments>
cudaError_t launch(void (*kernel)(Parameters...), const LaunchShape& shape, cudaStream_t stream,
                   const Arguments&... arguments) {
  cudaLaunchAttribute attributes[2] = {};
  cudaLaunchConfig_t config{};
  config.gridDim = shape.blocks;
  config.blockDim = shape.threads;
  config.dynamicSmemBytes = shape.shared_bytes;
  config.stream = stream;
  config.attrs = attributes;
  if (starts_early()) {
    cudaLaunchAttribute& early = attributes[config.numAttrs++];
    early.id = cudaLaunchAttributeProgrammaticStreamSerialization;
    early.val.programmaticStreamSerializationAllowed = 1;
  }
  if (shape.cluster.x * shape.cluster.y > 1) {
    cudaLaunchAttribute& cluster = attributes[config.numAttrs++];
    cluster.id = cudaLaunchAttributeClusterDimension;
    cluster.val.clusterDim = {shape.cluster.x, shape.cluster.y, 1};
  }
  return cudaLaunchKernelEx(&config, kernel, static_cast<Parameters>(arguments)...);
}

}  // namespace ingot::backend::cuda::kernels
