#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "backend/device.h"
#include "base/log.h"
#include "plan/plan.h"

namespace ingot::compiler {

class TimingCache;

/// Hears of a build's progress: the phase, the step that begins, and how many there are. Returns
/// false to cancel the build, which then fails with Error kInvalidState.
using Progress =
    std::function<bool(std::string_view phase, std::string_view step, size_t index, size_t count)>;

struct Settings {
  const backend::Device* device = nullptr;
  std::string name;  ///< the network's
  /// Ranges for every symbol of the input shapes; one profile without ranges when all are known.
  std::vector<plan::Profile> profiles;
  bool implicit_batch = false;
  /// Bytes that a single layer may use beside its tensors.
  uint64_t workspace_limit = std::numeric_limits<uint64_t>::max();
  int min_timing_iterations = 1;        ///< runs before a tactic is judged
  int average_timing_iterations = 4;    ///< runs whose mean is one measurement
  TimingCache* timing_cache = nullptr;  ///< read and extended; null: a cache of this build alone
  Log log;
  Progress progress;
};

}  // namespace ingot::compiler
