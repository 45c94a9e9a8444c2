// The one place through which every public function passes on its way to an implementation.
//
// A pass-through to a GPU's own runtime belongs here: a table entry for each host function that
// `dispatch` prefers when it is filled. The public functions need no change for it.
#pragma once
#include <new>

#include "hostcuda/thread_state.h"

namespace ingot::hostcuda {

/// Keeps the thread's last error; cudaErrorNotReady is an answer, not an error.
inline cudaError_t remember(cudaError_t result) {
  if (result != cudaSuccess && result != cudaErrorNotReady) [[unlikely]] {
    thread_state.last_error = result;
  }
  return result;
}

template <auto host_function, class... Args>
inline cudaError_t dispatch(Args... args) noexcept {
  try {
    return remember(host_function(args...));
  } catch (const std::bad_alloc&) {
    return remember(cudaErrorMemoryAllocation);
  }
}

}  // namespace ingot::hostcuda
