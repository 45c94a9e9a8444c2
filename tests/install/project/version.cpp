// Prints the versions of the headers and the library that a program of this level gets, and opens
// the libraries by their versioned names, as trtexec does: they must be the ones already in the
// process.

#include <NvCaffeParser.h>
#include <NvInfer.h>
#include <cuda_runtime_api.h>
#include <dlfcn.h>

#include <cstdio>
#include <string>

#ifndef EXPECTED_LEVEL
#define EXPECTED_LEVEL NV_TENSORRT_MAJOR
#endif
static_assert(NV_TENSORRT_MAJOR == EXPECTED_LEVEL, "headers of another level");

namespace {

bool fails(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  return false;
}

// The library opens under this name and holds the symbol.
bool has_symbol(const std::string& name, const char* symbol, void* expected) {
  void* handle = dlopen(name.c_str(), RTLD_NOW);
  if (handle == nullptr) {
    return fails(dlerror());
  }
  void* address = dlsym(handle, symbol);
  if (address == nullptr) {
    return fails(dlerror());
  }
  return expected == nullptr || address == expected || fails(name + " is a second copy");
}

std::string of_this_major(const std::string& library) {
  return "lib" + library + ".so." + std::to_string(NV_TENSORRT_MAJOR);
}

}  // namespace

int main() {
  int devices = 0;
  const cudaError_t status = cudaGetDeviceCount(&devices);
  std::printf("headers %ld, library %d, %d devices\n", static_cast<long>(NV_TENSORRT_VERSION),
              static_cast<int>(getInferLibVersion()), devices);
  void* const version = reinterpret_cast<void*>(&getInferLibVersion);
  const bool good =
      has_symbol(of_this_major("nvinfer"), "getInferLibVersion", version) &&
      has_symbol(of_this_major("nvinfer"), "createInferBuilder_INTERNAL", nullptr) &&
      has_symbol(of_this_major("nvinfer_plugin"), "getInferLibVersion", version) &&
      has_symbol(of_this_major("nvparsers"), "createNvCaffeParser_INTERNAL", nullptr) &&
      has_symbol(of_this_major("nvcaffe_parser"), "createNvCaffeParser_INTERNAL", nullptr) &&
      has_symbol("libcuda.so.1", "cudaGetDeviceCount",
                 reinterpret_cast<void*>(&cudaGetDeviceCount)) &&
      has_symbol("libcuda.so.1", "cuInit", nullptr) &&
      has_symbol("libcudart.so.10", "cudaGetDeviceCount", nullptr) &&
      has_symbol("libcudart.so.11.0", "cudaGetDeviceCount", nullptr) &&
      has_symbol("libcudart.so.12", "cudaGetDeviceCount", nullptr) &&
      has_symbol("libcudart.so.13", "cudaGetDeviceCount", nullptr);
  return good && status == cudaSuccess && devices > 0 && getInferLibVersion() > 0 ? 0 : 1;
}
