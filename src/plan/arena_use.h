#pragma once

#include <cstdint>
#include <vector>

#include "plan/plan.h"

namespace ingot::plan {

/// Bytes of the arena that hold something at each step. A tensor holds its bytes from the launch
/// that writes it to the last that reads it, a workspace during its launch; bytes that several hold
/// (views, parts of a whole) count once.
std::vector<uint64_t> live_bytes(const Plan& plan);

}  // namespace ingot::plan
