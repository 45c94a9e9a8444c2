#pragma once

#include <string>
#include <string_view>

#include "plan/plan.h"

namespace ingot::plan {

/// The plan's file. Equal plans give equal bytes. Weights that nobody else holds are let go of as
/// they are copied.
SharedBytes write(Plan plan);

/// Reads and verifies a file whose first byte is aligned to kAlignment; the weights stay where
/// they are, `file` is kept alive by the plan. Throws Error kCorrupt (damaged or hostile) or
/// kUnsupported (an operator that this library does not have).
Plan read(SharedBytes file);

/// What was tuned for the plan's device; read again, and verified, it is a plan without network and
/// others.
Tuned tuned_of(const Plan& plan);
Plan read(const Tuned& tuned);
/// Throws Error kCorrupt.
std::string device_of(const Tuned& tuned);

/// The one of the plan's others that is for this device, with the plan among its own others and
/// without the network; the plan itself where it is for that device, or where none is. Throws as
/// `read` does.
Plan select(Plan plan, std::string_view device);

}  // namespace ingot::plan
