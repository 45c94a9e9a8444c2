#pragma once

#include "backend/tactic.h"

namespace ingot::backend::cuda {

/// Where NVIDIA's libraries want workspaces to begin: at a multiple of this.
inline constexpr size_t kVendorAlignment = 256;

/// What to reserve for `used` bytes, at any multiple of kAlignment.
inline size_t vendor_workspace_size(size_t used) {
  return used == 0 ? 0 : used + kVendorAlignment - kAlignment;
}

/// Where they begin; null for none.
inline void* vendor_workspace(const Launch& launch, size_t used) {
  const auto begin = reinterpret_cast<uintptr_t>(launch.workspace) + kVendorAlignment - 1;
  return used == 0 ? nullptr : reinterpret_cast<void*>(begin / kVendorAlignment * kVendorAlignment);
}

}  // namespace ingot::backend::cuda
