#pragma once

#include <string>

#include "plan/plan.h"

namespace ingot::plan {

/// A valid plan as JSON, without the weights' values: docs/inspect.md says what the members are.
std::string to_json(const Plan& plan);

}  // namespace ingot::plan
