#pragma once

#include "backend/cuda/check.h"

namespace ingot::backend::cuda {

/// A point in a stream's work, with its time.
class Event {
 public:
  /// Throws Error kInvalidState, as all its calls but `record`.
  Event() { check("cudaEventCreate", cudaEventCreate(&event_)); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { cudaEventDestroy(event_); }

  cudaError_t record(cudaStream_t stream) noexcept { return cudaEventRecord(event_, stream); }
  double seconds_since(const Event& start) const {
    float milliseconds = 0;
    check("cudaEventElapsedTime", cudaEventElapsedTime(&milliseconds, start.event_, event_));
    return milliseconds * 1e-3;
  }

 private:
  cudaEvent_t event_ = nullptr;
};

}  // namespace ingot::backend::cuda
