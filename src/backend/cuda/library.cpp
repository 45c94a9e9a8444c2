// The library's one entry.
#include <cuda_runtime_api.h>

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

#include "backend/cuda/device.h"
#include "backend/cuda/driver.h"
#include "backend/cuda/runtime_functions.h"
#include "base/cuda_library.h"

namespace ingot::backend::cuda {
namespace {

/// The process sees GPU `ordinal` alone, as its device 0 in every thread. To be set before the
/// driver starts.
void show_only(int ordinal) {
  const char* const visible = std::getenv("CUDA_VISIBLE_DEVICES");
  std::string name = std::to_string(ordinal);
  if (visible != nullptr) {
    std::istringstream names(visible);
    for (int i = 0; i <= ordinal; ++i) std::getline(names, name, ',');
  }
  setenv("CUDA_VISIBLE_DEVICES", name.c_str(), 1);
}

void* function(const char* name) {
  if (std::string(name) == "cuDeviceTotalMem") return driver_function("cuDeviceTotalMem_v2");
  void* const found = runtime_function(name);
  return found != nullptr ? found : driver_function(name);
}

std::string open(int ordinal, CudaLibrary& library) {
  if (std::string reason = open_driver(); !reason.empty()) return reason;
  show_only(ordinal);
  int count = 0;
  if (const cudaError_t error = cudaGetDeviceCount(&count); error != cudaSuccess) {
    return std::string("cudaGetDeviceCount: ") + cudaGetErrorString(error);
  }
  if (count == 0) return "there is no GPU " + std::to_string(ordinal);
  if (std::string reason = why_not(); !reason.empty()) return reason;
  library = {kCudaLibraryVersion, ordinal, &device(), function};
  return {};
}

}  // namespace
}  // namespace ingot::backend::cuda

extern "C" __attribute__((visibility("default"))) bool ingot_cuda_library(
    int ordinal, ingot::CudaLibrary* library, char* reason, size_t size) {
  std::string failure;
  try {
    failure = ingot::backend::cuda::open(ordinal, *library);
  } catch (const std::exception& error) {
    failure = error.what();
  }
  std::snprintf(reason, size, "%s", failure.c_str());
  return failure.empty();
}
