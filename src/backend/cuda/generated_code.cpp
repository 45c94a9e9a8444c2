#include "backend/cuda/generated_code.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "backend/cuda/capture_mode.h"
#include "backend/cuda/check.h"
#include "backend/cuda/device.h"
#include "backend/cuda/driver.h"
#include "backend/cuda/generate/code_cache.h"
#include "backend/cuda/nvrtc.h"
#include "base/settings.h"

namespace ingot::backend::cuda {
namespace {

/// What is called of NVIDIA's driver; null where it has no such function.
struct Driver {
  decltype(&cuLibraryLoadData) load = find<decltype(load)>("cuLibraryLoadData");
  decltype(&cuLibraryGetKernel) kernel = find<decltype(kernel)>("cuLibraryGetKernel");
  decltype(&cuKernelGetFunction) function = find<decltype(function)>("cuKernelGetFunction");
  decltype(&cuFuncGetAttribute) attribute = find<decltype(attribute)>("cuFuncGetAttribute");
  decltype(&cuLaunchKernelEx) launch = find<decltype(launch)>("cuLaunchKernelEx");

  bool is_whole() const {
    return load != nullptr && kernel != nullptr && function != nullptr && attribute != nullptr &&
           launch != nullptr;
  }

 private:
  template <class Function>
  static Function find(const char* name) {
    return reinterpret_cast<Function>(driver_function(name));
  }
};

const Driver& driver() {
  static const Driver driver;
  return driver;
}

int capability() { return 10 * properties().major + properties().minor; }

void check_driver(const char* call, CUresult result) {
  require(result == CUDA_SUCCESS, ErrorCode::kInvalidArgument,
          [&] { return str(call, " failed with ", static_cast<int>(result)); });
}

/// Gives the calling thread the runtime's context unless it has one.
void enter_context() { check("cudaFree", cudaFree(nullptr)); }

CUlibrary load(const std::vector<std::byte>& code) {
  CUlibrary library = nullptr;
  check_driver("cuLibraryLoadData",
               driver().load(&library, code.data(), nullptr, nullptr, 0, nullptr, nullptr, 0));
  return library;
}

/// What a folder keeps, as far as it can be loaded; else compiled.
CUlibrary load_or_compile(const std::string& source) {
  const CodeCache cache(code_cache_setting());
  const std::string key = nvrtc::identity(capability()) + "\n" + source;
  if (const auto kept = cache.find(key)) {
    try {
      return load(*kept);
    } catch (const Error&) {  // NOLINT(bugprone-empty-catch): it is compiled again
    }
  }
  const std::vector<std::byte> code = nvrtc::compile(source, capability());
  CUlibrary library = load(code);
  cache.keep(key, code);
  return library;
}

/// By source. Sources are compiled side by side, each once.
class LoadedCode {
 public:
  const GeneratedCode& of(const std::string& source) {
    Entry& entry = entry_of(source);
    const std::lock_guard lock(entry.mutex);
    if (!entry.code) entry.code.emplace(load_or_compile(source));
    return *entry.code;
  }

 private:
  struct Entry {
    std::mutex mutex;
    std::optional<GeneratedCode> code;
  };

  Entry& entry_of(const std::string& source) {
    const std::lock_guard lock(mutex_);
    return entries_[source];
  }

  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace

const std::string& why_not_generated() {
  static const std::string reason =
      driver().is_whole() ? nvrtc::why_not_for(capability()) : "NVIDIA's driver is older than 12.0";
  return reason;
}

CUfunction GeneratedCode::kernel(const char* name) const {
  const RelaxedCaptureMode mode;
  enter_context();
  CUkernel kernel = nullptr;
  CUfunction function = nullptr;
  int registers = 0;
  check_driver("cuLibraryGetKernel", driver().kernel(&kernel, library_, name));
  check_driver("cuKernelGetFunction", driver().function(&function, kernel));
  // Loads what the driver would leave to the first launch.
  check_driver("cuFuncGetAttribute",
               driver().attribute(&registers, CU_FUNC_ATTRIBUTE_NUM_REGS, function));
  return function;
}

const GeneratedCode& generated_code(const std::string& source) {
  static auto* const loaded = new LoadedCode;  // outlives every static object
  const RelaxedCaptureMode mode;
  enter_context();
  return loaded->of(source);
}

cudaError_t launch_generated(CUfunction kernel, unsigned blocks, unsigned threads,
                             std::span<void*> parameters, cudaStream_t stream) {
  CUlaunchAttribute early{};
  early.id = CU_LAUNCH_ATTRIBUTE_PROGRAMMATIC_STREAM_SERIALIZATION;
  early.value.programmaticStreamSerializationAllowed = 1;
  CUlaunchConfig config{};
  config.gridDimX = blocks;
  config.gridDimY = config.gridDimZ = 1;
  config.blockDimX = threads;
  config.blockDimY = config.blockDimZ = 1;
  config.hStream = stream;
  config.attrs = &early;
  config.numAttrs = properties().major >= 9 ? 1 : 0;
  // The runtime's errors have the driver's numbers.
  return static_cast<cudaError_t>(driver().launch(&config, kernel, parameters.data(), nullptr));
}

}  // namespace ingot::backend::cuda
