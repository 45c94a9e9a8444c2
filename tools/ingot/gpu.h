#pragma once

#include <nlohmann/json.hpp>

namespace ingot::tools {

/// NVIDIA GPUs: `present` (whether the machine has one, as the system sees it), `devices` (`name`,
/// `compute_capability`, `memory` in bytes, as the driver sees them), and `libraries`: a list of
/// `name`, and `path` and `version` where it can be loaded, else `how` to get it. Loads what it
/// finds.
nlohmann::json gpu();

}  // namespace ingot::tools
