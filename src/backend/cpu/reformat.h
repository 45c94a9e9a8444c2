#pragma once

#include "backend/tactic.h"

namespace ingot::backend::cpu {

/// Copies images between the linear format and a blocked one.
const Tactic& reformat();

}  // namespace ingot::backend::cpu
