#pragma once

#include <NvInferRuntime.h>

#include <vector>

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class HostMemory final : public nvinfer1::IHostMemory {
 public:
  explicit HostMemory(std::vector<std::byte> bytes) : bytes_(std::move(bytes)) {}

  void* data() const override { return const_cast<std::byte*>(bytes_.data()); }
  std::size_t size() const override { return bytes_.size(); }
  nvinfer1::DataType type() const override { return nvinfer1::DataType::kINT8; }

 private:
  std::vector<std::byte> bytes_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
