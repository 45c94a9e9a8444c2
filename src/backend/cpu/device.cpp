#include "backend/cpu/device.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <fstream>
#include <map>
#include <mutex>
#include <new>

#include "backend/cpu/caches.h"
#include "backend/cpu/disturbance.h"
#include "backend/cpu/kernels/simd.h"
#include "backend/cpu/stream.h"
#include "backend/cpu/tactic_list.h"
#include "base/error.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

/// The processor's own name, where the system tells it.
std::string model_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "CPU";
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
  return result;
}

class HostBuffer final : public Buffer {
 public:
  explicit HostBuffer(size_t size) : bytes_(allocate_aligned(size)), size_(size) {}

  std::byte* data() const override { return bytes_.get(); }
  size_t size() const override { return size_; }

 private:
  AlignedBytes bytes_;
  size_t size_;
};

/// Weights where they lie already; nothing writes to them.
class SharedBuffer final : public Buffer {
 public:
  explicit SharedBuffer(SharedBytes bytes) : bytes_(std::move(bytes)) {}

  std::byte* data() const override { return const_cast<std::byte*>(bytes_.data()); }
  size_t size() const override { return bytes_.size(); }

 private:
  SharedBytes bytes_;
};

class CpuDevice final : public Device {
 public:
  explicit CpuDevice(int threads)
      : threads_(threads),
        info_{.name = str(model_name(), ", ", kernels::simd_level()),
              .identity = str("cpu ", lower(kernels::simd_level())),
              .timing = str(threads, " threads"),
              .cache_size = static_cast<uint64_t>(caches().last)},
        formats_{ir::Format::kLinear,
                 kernels::simd_lanes() > 8 ? ir::Format::kBlocked16 : ir::Format::kBlocked8} {}

  const DeviceInfo& info() const override { return info_; }

  std::span<const Tactic* const> tactics(std::string_view op) const override {
    return tactic_list(op);
  }

  std::span<const ir::Format> formats() const override { return formats_; }

  std::unique_ptr<Stream> create_stream() const override {
    return std::make_unique<HostStream>(thread_pool_of(threads_));
  }

  std::unique_ptr<Buffer> allocate(size_t size) const override {
    try {
      return std::make_unique<HostBuffer>(size);
    } catch (const std::bad_alloc&) {
      throw Error(ErrorCode::kOutOfMemory, str("no memory for a buffer of ", size,
                                               " bytes; lower the batch or the "
                                               "workspace limit"));
    }
  }

  std::unique_ptr<Buffer> upload(SharedBytes bytes) const override {
    return std::make_unique<SharedBuffer>(std::move(bytes));
  }

  Timing time(Stream& stream, const std::function<void()>& body) const override {
    ThreadPool& pool = static_cast<HostStream&>(stream).pool();
    const bool is_disturbed_before = is_disturbed(pool);
    const auto start = std::chrono::steady_clock::now();
    body();
    stream.synchronize();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    return {elapsed.count(), is_disturbed_before || is_disturbed(pool)};
  }

 private:
  int threads_;
  DeviceInfo info_;
  std::array<ir::Format, 2> formats_;
};

}  // namespace

const Device& device() {
  // They outlive every static object.
  static auto& devices = *new std::map<int, std::unique_ptr<const CpuDevice>>;
  static auto& mutex = *new std::mutex;
  const int threads = default_thread_count();
  const std::scoped_lock lock(mutex);
  auto& device = devices[threads];
  if (device == nullptr) device = std::make_unique<const CpuDevice>(threads);
  return *device;
}

}  // namespace ingot::backend::cpu
