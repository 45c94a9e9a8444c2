#include "backend/device.h"

namespace ingot::backend {

const Tactic* find_tactic(const Device& device, std::string_view op, std::string_view name) {
  for (const Tactic* tactic : device.tactics(op)) {
    if (tactic->name() == name) return tactic;
  }
  return nullptr;
}

}  // namespace ingot::backend
