#pragma once

#include <nlohmann/json.hpp>

#include "measurement.h"

namespace ingot::tools {

/// Seconds: `min`, `mean`, `median`, `p90`, `p95`, `p99`, `max` of the inferences' latencies.
nlohmann::json latency_of(const Measurement& measurement);

}  // namespace ingot::tools
