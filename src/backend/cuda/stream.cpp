#include "backend/cuda/stream.h"

#include <utility>

#include "backend/cuda/check.h"

namespace ingot::backend::cuda {

CudaStream::CudaStream() {
  check("cudaStreamCreateWithFlags", cudaStreamCreateWithFlags(&own_, cudaStreamNonBlocking));
  handle_ = own_;
  const cudaError_t error = cudaEventCreateWithFlags(&end_, cudaEventDisableTiming);
  if (error != cudaSuccess) cudaStreamDestroy(own_);
  check("cudaEventCreateWithFlags", error);
}

CudaStream::~CudaStream() {
  cudaEventSynchronize(end_);
  cudaEventDestroy(end_);
  cudaStreamDestroy(own_);
}

void CudaStream::synchronize() { note(cudaStreamSynchronize(handle_)); }

bool CudaStream::follow(void* cuda_stream) noexcept {
  handle_ = static_cast<cudaStream_t>(cuda_stream);
  return true;
}

void CudaStream::mark_end() noexcept { note(cudaEventRecord(end_, handle_)); }

const char* CudaStream::take_failure() noexcept {
  const cudaError_t failure = std::exchange(failure_, cudaSuccess);
  return failure == cudaSuccess ? nullptr : cudaGetErrorString(failure);
}

}  // namespace ingot::backend::cuda
