// The device's failure: an error of work in a stream after which the device takes no more work.
//
// It is what the runtime calls a sticky error: every call gives it, reading it does not clear it,
// and work that waits in streams is dropped. cudaDeviceReset alone ends it.
#pragma once
#include <atomic>

#include "driver_types.h"

namespace ingot::hostcuda {

inline std::atomic<cudaError_t> device_failure{cudaSuccess};

inline cudaError_t failure() { return device_failure.load(std::memory_order_acquire); }
inline bool failed() { return failure() != cudaSuccess; }

/// The first failure stays.
inline void fail_device(cudaError_t error) {
  cudaError_t none = cudaSuccess;
  device_failure.compare_exchange_strong(none, error, std::memory_order_acq_rel);
}

}  // namespace ingot::hostcuda
