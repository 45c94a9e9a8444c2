#pragma once

#include <cstddef>
#include <vector>

#include "plan/plan.h"

namespace ingot::plan {

/// The plan's file. Equal plans give equal bytes.
SharedBytes write(const Plan& plan);

/// Reads and verifies a file whose first byte is aligned to kAlignment; the weights stay where
/// they are, `file` is kept alive by the plan. Throws Error kCorrupt (damaged or hostile) or
/// kUnsupported (an operator that this library does not have).
Plan read(SharedBytes file);

/// Number `other` of the plan's others, read and verified as `read` does. It keeps no network.
Plan read_other(std::shared_ptr<const Plan> family, size_t other);

/// The other way round: what was tuned for the plan's device, and that device.
Tuned tuned_of(const Plan& plan);
std::string device_of(const Tuned& tuned);

}  // namespace ingot::plan
