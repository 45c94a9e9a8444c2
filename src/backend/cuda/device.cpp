#include "backend/cuda/device.h"

#include <array>
#include <cstring>

#include "backend/cuda/capture_mode.h"
#include "backend/cuda/check.h"
#include "backend/cuda/kernels/probe.h"
#include "backend/cuda/stream.h"
#include "backend/cuda/tactic_list.h"
#include "backend/cuda/timing.h"

namespace ingot::backend::cuda {
namespace {

class CudaBuffer final : public Buffer {
 public:
  explicit CudaBuffer(size_t size) : size_(size) {
    const RelaxedCaptureMode mode;
    const cudaError_t error = cudaMalloc(&data_, size);
    if (error != cudaSuccess) cudaGetLastError();
    require(error == cudaSuccess, ErrorCode::kOutOfMemory, [&] {
      return str("no GPU memory for a buffer of ", size, " bytes (", cudaGetErrorString(error),
                 "); lower the batch or the workspace limit");
    });
  }
  CudaBuffer(const CudaBuffer&) = delete;
  CudaBuffer& operator=(const CudaBuffer&) = delete;
  /// Waits for the work that was queued before.
  ~CudaBuffer() override {
    const RelaxedCaptureMode mode;
    cudaFree(data_);
  }

  std::byte* data() const override { return static_cast<std::byte*>(data_); }
  size_t size() const override { return size_; }

 private:
  void* data_ = nullptr;
  size_t size_;
};

DeviceInfo describe() {
  const std::string name(properties().name);
  return {.name = name,
          .identity = str("cuda sm_", properties().major, properties().minor),
          .timing = name + ", in a row of others",
          .cache_size = static_cast<uint64_t>(properties().l2CacheSize),
          .is_steady = true,
          .has_tf32 = properties().major >= 8};
}

/// bf16 came with sm_80.
bool has_bfloat() { return properties().major >= 8; }

class CudaDevice final : public Device {
 public:
  CudaDevice() : info_(describe()) {}

  const DeviceInfo& info() const override { return info_; }
  std::span<const Tactic* const> tactics(std::string_view op) const override {
    return tactic_list(op);
  }
  std::span<const ir::Format> formats() const override {
    return std::span(kFormats).first(has_bfloat() ? kFormats.size() : kFormats.size() - 1);
  }

  std::unique_ptr<Stream> create_stream() const override { return std::make_unique<CudaStream>(); }
  std::unique_ptr<Buffer> allocate(size_t size) const override {
    return std::make_unique<CudaBuffer>(size);
  }
  bool has_own_memory() const override { return true; }
  std::unique_ptr<Buffer> upload(SharedBytes bytes) const override {
    auto buffer = std::make_unique<CudaBuffer>(bytes.size());
    write(buffer->data(), bytes.span());
    return buffer;
  }

  void write(void* to, std::span<const std::byte> from) const override {
    if (from.empty()) return;
    check("cudaMemcpy", cudaMemcpy(to, from.data(), from.size(), cudaMemcpyHostToDevice));
    // The copy may return before the last bytes are there; other streams do not wait for it.
    check("cudaStreamSynchronize", cudaStreamSynchronize(nullptr));
  }
  void read(std::span<std::byte> to, const void* from) const override {
    if (to.empty()) return;
    check("cudaMemcpy", cudaMemcpy(to.data(), from, to.size(), cudaMemcpyDeviceToHost));
  }
  void copy(void* to, const void* from, size_t size) const override {
    check("cudaMemcpy", cudaMemcpy(to, from, size, cudaMemcpyDeviceToDevice));
    check("cudaStreamSynchronize", cudaStreamSynchronize(nullptr));
  }

  std::unique_ptr<Laps> create_laps(size_t marks) const override { return make_laps(marks); }
  Timing time(Stream& stream, const std::function<void()>& body) const override {
    return time_on(static_cast<CudaStream&>(stream), body);
  }

 private:
  static constexpr std::array kFormats{ir::Format::kLinear, ir::Format::kChannelsLast,
                                       ir::Format::kHalfChannelsLast,
                                       ir::Format::kBFloatChannelsLast};
  DeviceInfo info_;
};

}  // namespace

const Device& device() {
  static const auto* const device = new CudaDevice;  // outlives every static object
  return *device;
}

const cudaDeviceProp& properties() {
  static const cudaDeviceProp properties = [] {
    cudaDeviceProp read{};
    check("cudaGetDeviceProperties", cudaGetDeviceProperties(&read, 0));
    return read;
  }();
  return properties;
}

Support supports_bfloat(const Problem& problem) {
  if (has_bfloat()) return Support::yes();
  return supports_tensors(
      problem, "no bf16, which came with sm_80",
      [](const ir::TensorType& type) { return stored_type(type) != ir::DataType::kBFloat16; });
}

std::string why_not() {
  const cudaError_t error = kernels::probe();
  return error == cudaSuccess ? "" : str("its kernels do not run: ", cudaGetErrorString(error));
}

}  // namespace ingot::backend::cuda
