#pragma once

#include <NvInferRuntime.h>

#include <string_view>
#include <utility>

#include "base/bytes.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class HostMemory final : public nvinfer1::IHostMemory {
 public:
  explicit HostMemory(SharedBytes bytes) : bytes_(std::move(bytes)) {}
  explicit HostMemory(std::string_view text)
      : bytes_(SharedBytes::copy_of(std::as_bytes(std::span(text)))) {}

  void* data() const override { return const_cast<std::byte*>(bytes_.data()); }
  std::size_t size() const override { return bytes_.size(); }
  nvinfer1::DataType type() const override { return nvinfer1::DataType::kINT8; }

 private:
  SharedBytes bytes_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
