#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "backend/device.h"
#include "base/log.h"
#include "plan/plan.h"

namespace ingot::compiler {

class TimingCache;

/// Hears of a build's progress: the phase, the step that begins, and how many there are. Returns
/// false to cancel the build: Error kInvalidState. kTimingPhase lies within a step of another.
using Progress =
    std::function<bool(std::string_view phase, std::string_view step, size_t index, size_t count)>;

using plan::Wish;

enum class TimingCacheUse {
  kExtend,   ///< known times are taken, new ones are added
  kIgnore,   ///< every layer is measured, even one that equals another
  kRequire,  ///< a time that is not known is an error
};

/// Where candidates are measured: memory as backend::Device gives it, unless there is a function.
struct MeasuringMemory {
  std::function<std::unique_ptr<backend::Buffer>(size_t size)> allocate;
  std::function<std::unique_ptr<backend::Buffer>(SharedBytes bytes)> upload;
};

struct Settings {
  const backend::Device* device = nullptr;
  MeasuringMemory memory;
  std::string name;  ///< the network's
  /// Ranges for every symbol of the input shapes; one profile without ranges when all are known.
  std::vector<plan::Profile> profiles;
  bool implicit_batch = false;
  plan::Verbosity verbosity = plan::Verbosity::kLayerNamesOnly;
  /// Bytes that a single layer may use beside its tensors.
  uint64_t workspace_limit = std::numeric_limits<uint64_t>::max();
  int optimization_level = 3;         ///< how hard to try, from 0 to 5: see effort.h
  int min_timing_iterations = 1;      ///< samples of which the least counts, at least
  int average_timing_iterations = 1;  ///< launches whose mean is one sample
  /// Whether inference finds weights out of the device's cache. `compile` sets it, for a network
  /// whose constants do not fit there.
  bool cold_weights = false;
  bool allows_half = false;    ///< f32 tensors between layers may be kept as f16
  bool allows_bfloat = false;  ///< or as bf16
  bool allows_tf32 = false;    ///< as Problem::allows_tf32
  plan::Wishes wishes{};       ///< without effect on a device that keeps f32 tensors as f32 alone
  plan::LibraryNames refused_libraries{};
  bool has_demands = false;  ///< wishes that cannot be met are errors instead of warnings
  TimingCache* timing_cache = nullptr;  ///< null: a cache of this build alone
  TimingCacheUse timing_cache_use = TimingCacheUse::kExtend;
  Log log;
  Progress progress;
};

}  // namespace ingot::compiler
