#pragma once

#include <cuda_runtime_api.h>

namespace ingot::backend::cuda {

/// While it lives, this thread may allocate, free and build graphs though the program captures a
/// stream in another thread.
class RelaxedCaptureMode {
 public:
  RelaxedCaptureMode() { cudaThreadExchangeStreamCaptureMode(&mode_); }
  RelaxedCaptureMode(const RelaxedCaptureMode&) = delete;
  RelaxedCaptureMode& operator=(const RelaxedCaptureMode&) = delete;
  ~RelaxedCaptureMode() { cudaThreadExchangeStreamCaptureMode(&mode_); }

 private:
  cudaStreamCaptureMode mode_ = cudaStreamCaptureModeRelaxed;  ///< then the one before
};

}  // namespace ingot::backend::cuda
