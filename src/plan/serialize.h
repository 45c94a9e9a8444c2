#pragma once

#include <cstddef>
#include <vector>

#include "plan/plan.h"

namespace ingot::plan {

/// The plan's file. Equal plans give equal bytes.
std::vector<std::byte> write(const Plan& plan);

/// Reads and verifies a file whose first byte is aligned to kAlignment; the weights stay where
/// they are, `file` is kept alive by the plan. Throws Error kCorrupt (damaged or hostile) or
/// kUnsupported (an operator that this library does not have).
Plan read(SharedBytes file);

}  // namespace ingot::plan
