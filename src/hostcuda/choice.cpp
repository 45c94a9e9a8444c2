// The choice of include/ingot/device.h.
#include <dlfcn.h>
#include <ingot/device.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <new>
#include <optional>
#include <string>

#include "base/cuda_library.h"
#include "base/error.h"
#include "base/settings.h"
#include "hostcuda/gpu.h"

namespace ingot::hostcuda {
namespace {

constexpr const char* kFile = "libingot_cuda.so.0";

struct Choice {
  std::mutex mutex;
  bool is_made = false;
  std::optional<std::string> wish;  // of the program
  std::string name = "cpu";
  std::string reason;
  CudaLibrary library;
  Gpu gpu;
};

// Never destroyed, for static objects may use it when they end; takes no memory.
Choice& choice() noexcept {
  alignas(Choice) static std::array<std::byte, sizeof(Choice)> memory;
  static Choice& only = *new (memory.data()) Choice;
  return only;
}

// A file that NVIDIA's driver makes, whose absence spares the search for a GPU.
bool has_driver() {
  constexpr std::array kFiles{"/dev/nvidiactl", "/dev/dxg", "/dev/nvgpu", "/dev/nvhost-gpu"};
  for (const char* file : kFiles) {
    if (access(file, F_OK) == 0) return true;
  }
  return false;
}

// The library beside this code, or in the folder lib beside a program's.
void* open_beside() {
  Dl_info here{};
  if (dladdr(&kUndecided, &here) == 0) return nullptr;
  std::error_code error;
  const auto folder = std::filesystem::canonical(here.dli_fname, error).parent_path();
  for (const auto& place : {folder, folder.parent_path() / "lib"}) {
    void* const opened = dlopen((place / kFile).c_str(), RTLD_NOW | RTLD_LOCAL);
    if (opened != nullptr) return opened;
  }
  return nullptr;
}

// Why GPU number `ordinal` cannot be used; empty where it can, from then on.
std::string open_gpu(int ordinal, Choice& made) {
  if (!has_driver()) return "there is no NVIDIA GPU with its driver";
  void* const opened = open_beside();
  if (opened == nullptr) {
    const char* const what = dlerror();
    return what == nullptr ? std::string(kFile) + " cannot be found" : what;
  }
  const auto open = reinterpret_cast<OpenCudaLibrary>(dlsym(opened, kCudaLibraryEntry));
  std::array<char, 512> reason{};
  if (open == nullptr) return std::string(kFile) + " is of another build";
  if (!open(ordinal, &made.library, reason.data(), reason.size())) return reason.data();
  if (made.library.version != kCudaLibraryVersion) {
    return std::string(kFile) + " is of another build";
  }
  const auto find = [&](auto& function, const char* name) {
    function =
        reinterpret_cast<std::remove_reference_t<decltype(function)>>(made.library.function(name));
    return function != nullptr ? "" : name;
  };
  std::string missing;
#define INGOT_GPU_FUNCTION(name) missing += find(made.gpu.name, #name);
#define INGOT_GPU_OVERLOAD(name, type) INGOT_GPU_FUNCTION(name)
#include "hostcuda/gpu_functions.inc"
#undef INGOT_GPU_FUNCTION
#undef INGOT_GPU_OVERLOAD
  return missing.empty() ? "" : "the CUDA runtime or driver lacks " + missing;
}

void choose(Choice& made) {
  try {
    const DeviceWish parsed = parse_device(made.wish ? *made.wish : device_setting());
    if (!parsed.is_gpu || (!parsed.is_explicit && !has_driver())) return;
    made.reason = open_gpu(parsed.ordinal, made);
    if (made.reason.empty()) made.name = "cuda:" + std::to_string(parsed.ordinal);
  } catch (const std::exception& error) {
    made.reason = error.what();
  }
}

void decide(Choice& made) {
  choose(made);
  made.is_made = true;
  current_gpu.store(made.name == "cpu" ? nullptr : &made.gpu, std::memory_order_release);
}

Choice& made_choice() {
  Choice& made = choice();
  const std::lock_guard lock(made.mutex);
  if (!made.is_made) decide(made);
  return made;
}

}  // namespace

const Gpu* choose_gpu() {
  made_choice();
  return current_gpu.load(std::memory_order_acquire);
}

}  // namespace ingot::hostcuda

namespace ingot {

using hostcuda::choice;
using hostcuda::made_choice;

bool chooseDevice(const char* name) {
  hostcuda::Choice& made = choice();
  const std::lock_guard lock(made.mutex);
  if (made.is_made || name == nullptr) return false;
  try {
    parse_device(name);
    made.wish = name;
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

const char* chosenDevice() { return made_choice().name.c_str(); }
const char* whyNoGpu() { return made_choice().reason.c_str(); }

const void* chosen_gpu() {
  const hostcuda::Choice& made = made_choice();
  return made.name == "cpu" ? nullptr : made.library.device;
}

}  // namespace ingot
