// A GPU's own runtime, to which every public function passes its call on where a GPU is chosen.
#pragma once
#include <atomic>
#include <type_traits>

#include "cuda.h"
#include "cuda_profiler_api.h"
#include "cuda_runtime_api.h"

namespace ingot::hostcuda {

/// The functions of that runtime and of its driver, under the names that programs call.
struct Gpu {
#define INGOT_GPU_FUNCTION(name) INGOT_GPU_OVERLOAD(name, decltype(&::name))
#define INGOT_GPU_OVERLOAD(name, type) std::type_identity_t<type> name = nullptr;
#include "hostcuda/gpu_functions.inc"
#undef INGOT_GPU_FUNCTION
#undef INGOT_GPU_OVERLOAD
};

/// Where no call came yet: `chosen_gpu` replaces it.
inline constexpr Gpu kUndecided{};
inline std::atomic<const Gpu*> current_gpu{&kUndecided};

/// Decides between the host and a GPU, once in a process (ingot/device.h).
const Gpu* choose_gpu();

/// Null where the host serves.
inline const Gpu* gpu() {
  const Gpu* const chosen = current_gpu.load(std::memory_order_acquire);
  if (chosen == nullptr) [[likely]]
    return nullptr;
  return chosen == &kUndecided ? choose_gpu() : chosen;
}

}  // namespace ingot::hostcuda

/// The first line of a public function: `call` is its own call, made of the GPU's runtime.
#define INGOT_ON_GPU(call)                                                         \
  if (const auto* on_gpu = ingot::hostcuda::gpu(); on_gpu != nullptr) [[unlikely]] \
  return on_gpu->call
