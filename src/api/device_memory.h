#pragma once

#include <NvInferRuntime.h>

#include <memory>

#include "backend/device.h"
#include "compiler/settings.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Device memory from the user's allocator, or, where there is none, from the device.
class DeviceMemory final : public backend::Buffer {
 public:
  /// Throws Error kOutOfMemory with the size asked for.
  DeviceMemory(const backend::Device& device, nvinfer1::IGpuAllocator* allocator, size_t size);
  DeviceMemory(const DeviceMemory&) = delete;
  DeviceMemory& operator=(const DeviceMemory&) = delete;
  ~DeviceMemory() override;

  std::byte* data() const override { return data_; }
  size_t size() const override { return size_; }

 private:
  nvinfer1::IGpuAllocator* allocator_;
  std::unique_ptr<backend::Buffer> buffer_;
  std::byte* data_ = nullptr;
  size_t size_;
};

/// As backend::Device::upload; a copy lies in memory of the user's allocator, where there is one.
std::unique_ptr<backend::Buffer> upload(const backend::Device& device,
                                        nvinfer1::IGpuAllocator* allocator, SharedBytes bytes);

/// Of a build for the device: the user's allocator gives it, where there is one.
compiler::MeasuringMemory measuring_memory(const backend::Device& device,
                                           nvinfer1::IGpuAllocator* allocator);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
