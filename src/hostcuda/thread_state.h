// What the runtime remembers of each thread.
#pragma once
#include "driver_types.h"

namespace ingot::hostcuda {

class Stream;

/// One level of "this thread is running a task of that stream"; levels nest when a task waits.
struct RunningTask {
  const Stream* stream;
  const RunningTask* outer;
};

struct ThreadState {
  cudaError_t last_error = cudaSuccess;
  const RunningTask* running = nullptr;
  /// Which captures make a call that may wait for any work fail on this thread.
  cudaStreamCaptureMode capture_mode = cudaStreamCaptureModeGlobal;
  /// The stream that this thread gave work to and has not waited for since.
  Stream* unawaited = nullptr;
};

// Initial-exec: reached without a call from within a shared library.
inline thread_local constinit ThreadState thread_state __attribute__((tls_model("initial-exec")));

inline bool is_current(const Stream& stream) {
  return thread_state.running != nullptr && thread_state.running->stream == &stream;
}

inline bool is_running(const Stream& stream) {
  for (const RunningTask* task = thread_state.running; task != nullptr; task = task->outer) {
    if (task->stream == &stream) return true;
  }
  return false;
}

}  // namespace ingot::hostcuda
