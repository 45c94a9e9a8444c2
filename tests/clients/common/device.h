// A stream and device memory that end with their scope.
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <string>

#include "digits.h"

namespace client {

inline void require_cuda(cudaError_t status) {
  require(status == cudaSuccess, std::string("CUDA: ") + cudaGetErrorString(status));
}

class Stream {
 public:
  Stream() { require_cuda(cudaStreamCreate(&stream_)); }
  ~Stream() { cudaStreamDestroy(stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  operator cudaStream_t() const { return stream_; }
  void synchronize() const { require_cuda(cudaStreamSynchronize(stream_)); }

 private:
  cudaStream_t stream_ = nullptr;
};

class DeviceFloats {
 public:
  explicit DeviceFloats(std::size_t count) : bytes_(count * sizeof(float)) {
    require_cuda(cudaMalloc(&data_, bytes_));
  }
  ~DeviceFloats() { cudaFree(data_); }
  DeviceFloats(const DeviceFloats&) = delete;
  DeviceFloats& operator=(const DeviceFloats&) = delete;

  void* data() const { return data_; }
  void upload(const float* from, cudaStream_t stream) {
    require_cuda(cudaMemcpyAsync(data_, from, bytes_, cudaMemcpyHostToDevice, stream));
  }
  void download(float* to, cudaStream_t stream) const {
    require_cuda(cudaMemcpyAsync(to, data_, bytes_, cudaMemcpyDeviceToHost, stream));
  }

 private:
  std::size_t bytes_;
  void* data_ = nullptr;
};

}  // namespace client
