#pragma once

#include <NvInferRuntime.h>

#include <memory>

#include "backend/device.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Device memory from the user's allocator, or, where there is none, from the device.
class DeviceMemory {
 public:
  /// Throws Error kOutOfMemory with the size asked for.
  DeviceMemory(const backend::Device& device, nvinfer1::IGpuAllocator* allocator, size_t size);
  DeviceMemory(const DeviceMemory&) = delete;
  DeviceMemory& operator=(const DeviceMemory&) = delete;
  ~DeviceMemory();

  std::byte* data() const { return data_; }

 private:
  nvinfer1::IGpuAllocator* allocator_;
  std::unique_ptr<backend::Buffer> buffer_;
  std::byte* data_ = nullptr;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
