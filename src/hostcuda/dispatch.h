// The one place through which every public function passes on its way to an implementation.
//
// Where a GPU is chosen, the first line of a public function (INGOT_ON_GPU, gpu.h) passes the call
// on to the GPU's own runtime.
#pragma once

#include <new>

#include "hostcuda/failure.h"
#include "hostcuda/gpu.h"
#include "hostcuda/thread_state.h"

namespace ingot::hostcuda {

/// Keeps the thread's last error; cudaErrorNotReady is an answer, not an error.
inline cudaError_t remember(cudaError_t result) {
  if (result != cudaSuccess && result != cudaErrorNotReady) [[unlikely]] {
    thread_state.last_error = result;
  }
  return result;
}

/// What the function returns; memory that it cannot have is an error code too.
template <auto host_function, class... Args>
inline cudaError_t answer(Args... args) noexcept {
  try {
    return host_function(args...);
  } catch (const std::bad_alloc&) {
    return cudaErrorMemoryAllocation;
  }
}

/// For functions that a failed device answers too.
template <auto host_function, class... Args>
inline cudaError_t dispatch_always(Args... args) noexcept {
  return remember(answer<host_function>(args...));
}

/// Gives the device's failure in place of a call's own answer, also where it came during the call.
template <auto host_function, class... Args>
inline cudaError_t dispatch(Args... args) noexcept {
  if (failed()) [[unlikely]]
    return remember(failure());
  const cudaError_t result = answer<host_function>(args...);
  if (failed()) [[unlikely]]
    return remember(failure());
  return remember(result);
}

}  // namespace ingot::hostcuda
