#include "api/device_memory.h"

#include "api/program_call.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

/// What programs may count on from cudaMalloc.
constexpr uint64_t kDeviceAlignment = 256;

}  // namespace

DeviceMemory::DeviceMemory(const backend::Device& device, nvinfer1::IGpuAllocator* allocator,
                           size_t size)
    : allocator_(allocator), size_(size) {
  if (size == 0) return;
  if (allocator_ == nullptr) {
    buffer_ = device.allocate(size);
    data_ = buffer_->data();
    return;
  }
  data_ = static_cast<std::byte*>(call_program(
      "IGpuAllocator::allocate", [&] { return allocator_->allocate(size, kDeviceAlignment, 0); },
      ErrorCode::kOutOfMemory));
  require(data_ != nullptr, ErrorCode::kOutOfMemory,
          [&] { return str("the program's IGpuAllocator has no ", size, " bytes"); });
  if (reinterpret_cast<uintptr_t>(data_) % kAlignment != 0) {
    allocator_->deallocate(data_);
    throw Error(ErrorCode::kInvalidArgument,
                str("the program's IGpuAllocator gave memory that is not aligned to ",
                    kDeviceAlignment, " bytes"));
  }
}

DeviceMemory::~DeviceMemory() {
  if (allocator_ == nullptr || data_ == nullptr) return;
  try {
    allocator_->deallocate(data_);
  } catch (...) {  // NOLINT(bugprone-empty-catch): a destructor has no one to tell
  }
}

std::unique_ptr<backend::Buffer> upload(const backend::Device& device,
                                        nvinfer1::IGpuAllocator* allocator, SharedBytes bytes) {
  if (allocator == nullptr || !device.has_own_memory()) return device.upload(std::move(bytes));
  auto memory = std::make_unique<DeviceMemory>(device, allocator, bytes.size());
  device.write(memory->data(), bytes.span());
  return memory;
}

compiler::MeasuringMemory measuring_memory(const backend::Device& device,
                                           nvinfer1::IGpuAllocator* allocator) {
  if (allocator == nullptr) return {};
  return {.allocate =
              [&device, allocator](size_t size) {
                return std::make_unique<DeviceMemory>(device, allocator, size);
              },
          .upload = [&device, allocator](
                        SharedBytes bytes) { return upload(device, allocator, std::move(bytes)); }};
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
