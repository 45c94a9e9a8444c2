#pragma once

#include <cuda_runtime_api.h>

#include "backend/device.h"

namespace ingot::backend::cuda {

/// A stream of the CUDA runtime: its own, or a program's.
class CudaStream final : public Stream {
 public:
  /// Throws Error kInvalidState.
  CudaStream();
  CudaStream(const CudaStream&) = delete;
  CudaStream& operator=(const CudaStream&) = delete;
  ~CudaStream() override;

  void synchronize() override;
  bool follow(void* cuda_stream) noexcept override;
  std::unique_ptr<Recording> record(const std::function<void()>& queue) override;
  void mark_end() noexcept override;
  const char* take_failure() noexcept override;

  cudaStream_t handle() const { return handle_; }
  /// Keeps the first failure until it is taken.
  void note(cudaError_t error) noexcept {
    if (failure_ == cudaSuccess) failure_ = error;
  }

 private:
  cudaStream_t own_ = nullptr;
  cudaEvent_t end_ = nullptr;
  cudaStream_t handle_ = nullptr;
  cudaError_t failure_ = cudaSuccess;
};

}  // namespace ingot::backend::cuda
