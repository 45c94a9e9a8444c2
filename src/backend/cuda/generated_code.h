#pragma once

#include <cuda.h>
#include <cuda_runtime_api.h>

#include <span>
#include <string>

namespace ingot::backend::cuda {

/// Why kernels cannot be compiled and loaded here; empty where they can.
const std::string& why_not_generated();

/// Code that is loaded; lives as long as the process, in every context of it.
class GeneratedCode {
 public:
  explicit GeneratedCode(CUlibrary library) : library_(library) {}

  /// The kernel of that name, loaded into the calling thread's context, so that a launch of it may
  /// be captured. Throws Error kInvalidArgument where there is none.
  CUfunction kernel(const char* name) const;

 private:
  CUlibrary library_;
};

/// The code of a source (CUDA C++ without includes) for this GPU: what the process has loaded, else
/// what the folder of code_cache_setting() keeps, else compiled, and kept there. Any thread. Throws
/// Error kInvalidArgument where it cannot be compiled or loaded.
const GeneratedCode& generated_code(const std::string& source);

/// Queues a kernel, which may begin while the one before it ends: it waits by itself
/// (generate/elements.cuh). `parameters` has the address of each. Neither throws nor allocates.
cudaError_t launch_generated(CUfunction kernel, unsigned blocks, unsigned threads,
                             std::span<void*> parameters, cudaStream_t stream);

}  // namespace ingot::backend::cuda
