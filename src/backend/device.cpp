#include "backend/device.h"

#include <algorithm>
#include <chrono>
#include <cstring>

namespace ingot::backend {
namespace {

class HostLaps final : public Laps {
 public:
  explicit HostLaps(size_t marks) { marks_.reserve(marks); }

  void clear() noexcept override { marks_.clear(); }
  void mark(Stream& stream) noexcept override {
    stream.synchronize();
    if (marks_.size() < marks_.capacity()) marks_.push_back(Clock::now());
  }
  std::vector<double> seconds() const override {
    std::vector<double> result;
    for (size_t i = 1; i < marks_.size(); ++i) {
      result.push_back(std::chrono::duration<double>(marks_[i] - marks_[i - 1]).count());
    }
    return result;
  }

 private:
  using Clock = std::chrono::steady_clock;
  std::vector<Clock::time_point> marks_;
};

}  // namespace

std::unique_ptr<Laps> Device::create_laps(size_t marks) const {
  return std::make_unique<HostLaps>(marks);
}

void Device::write(void* to, std::span<const std::byte> from) const {
  if (!from.empty()) std::memcpy(to, from.data(), from.size());
}

void Device::read(std::span<std::byte> to, const void* from) const {
  if (!to.empty()) std::memcpy(to.data(), from, to.size());
}

void Device::copy(void* to, const void* from, size_t size) const { std::memcpy(to, from, size); }

void Device::fill(void* to, size_t size, std::span<const std::byte> pattern) const {
  auto* const bytes = static_cast<std::byte*>(to);
  size_t filled = std::min(size, pattern.size());
  write(bytes, pattern.first(filled));
  while (filled < size) {
    const size_t next = std::min(filled, size - filled);
    copy(bytes + filled, bytes, next);
    filled += next;
  }
}

bool keeps(const Device& device, ir::DataType type) {
  return std::ranges::any_of(device.formats(),
                             [&](ir::Format format) { return stored_type(format) == type; });
}

const Tactic* find_tactic(const Device& device, std::string_view op, std::string_view name) {
  for (const Tactic* tactic : device.tactics(op)) {
    if (tactic->name() == name) return tactic;
  }
  return nullptr;
}

}  // namespace ingot::backend
