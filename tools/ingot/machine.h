#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace ingot::tools {

/// The processor: `name`, `cores` that this process may run on, `simd` (targets of the kernels, the
/// best first), `features` beyond them, `caches` (bytes of level 1, 2 and 3; 0: not told).
nlohmann::json processor();
/// Bytes: `total`, `available`, `limit` of this process's group; what is not told is absent.
nlohmann::json memory();
/// GFLOP/s of float32: `one_thread`, `all_threads`. Takes about half a second.
nlohmann::json peak();

}  // namespace ingot::tools
