#include "backend/device.h"

#include <cstring>

namespace ingot::backend {

void Device::write(void* to, std::span<const std::byte> from) const {
  if (!from.empty()) std::memcpy(to, from.data(), from.size());
}

void Device::read(std::span<std::byte> to, const void* from) const {
  if (!to.empty()) std::memcpy(to.data(), from, to.size());
}

const Tactic* find_tactic(const Device& device, std::string_view op, std::string_view name) {
  for (const Tactic* tactic : device.tactics(op)) {
    if (tactic->name() == name) return tactic;
  }
  return nullptr;
}

}  // namespace ingot::backend
