#include "api/timing_cache.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "api/devices.h"
#include "api/guard.h"
#include "api/host_memory.h"
#include "api/made_here.h"
#include "base/text.h"
#include "compiler/timing_cache_file.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::TimingCacheKey;
using nvinfer1::TimingCacheValue;

constexpr TimingCacheValue kNone{TimingCacheValue::kINVALID_TACTIC_HASH, -1.0F};

compiler::ProblemKey problem_of(const TimingCacheKey& key) {
  compiler::ProblemKey problem;
  static_assert(sizeof(problem) == sizeof(key.data));
  std::memcpy(&problem, key.data, sizeof(problem));
  return problem;
}

TimingCacheKey key_of(const compiler::ProblemKey& problem) {
  TimingCacheKey key{};
  std::memcpy(key.data, &problem, sizeof(problem));
  return key;
}

}  // namespace

compiler::Timings TimingCache::read(const void* blob, std::size_t size) {
  if (size == 0) return {compiler::origin_on(default_device()), {}};
  require(blob != nullptr, ErrorCode::kInvalidArgument,
          [&] { return str("the timing cache is null, its size ", size); });
  return compiler::read_timings({static_cast<const std::byte*>(blob), size});
}

const TimingCache& TimingCache::of(const nvinfer1::ITimingCache& cache) {
  return made_here<TimingCache>(&cache, "cache", "IBuilderConfig::createTimingCache");
}

void TimingCache::require_match(const compiler::Origin& here, bool any_library,
                                bool any_device) const {
  const compiler::Origin origin = core_->origin();
  require(any_library || origin.library == here.library, ErrorCode::kInvalidArgument, [&] {
    return str("the timing cache was made by version ", origin.library, ", expected ", here.library,
               "; start with an empty one");
  });
  require(any_device || origin.device == here.device, ErrorCode::kInvalidArgument, [&] {
    return str("the timing cache was made on '", origin.device, "', expected '", here.device,
               "'; ignore the mismatch, or start with an empty one");
  });
}

nvinfer1::IHostMemory* TimingCache::serialize() const {
  return guard(reporter_, "ITimingCache::serialize", nullptr, [&]() -> nvinfer1::IHostMemory* {
    return new HostMemory(SharedBytes::copy_of(compiler::write_timings(core_->timings())));
  });
}

bool TimingCache::combine(const nvinfer1::ITimingCache& other, bool ignore_mismatch) {
  return guard(reporter_, "ITimingCache::combine", false, [&] {
    of(other).require_match(core_->origin(), false, ignore_mismatch);
    core_->add(of(other).core().timings());
    return true;
  });
}

bool TimingCache::reset() {
  return guard(reporter_, "ITimingCache::reset", false, [&] {
    core_->reset(compiler::origin_on(default_device()));
    return true;
  });
}

int64_t TimingCache::queryKeys(TimingCacheKey* keys, int64_t capacity) const {
  return guard(reporter_, "ITimingCache::queryKeys", int64_t{-1}, [&] {
    require(capacity >= 0 && (keys != nullptr || capacity == 0), ErrorCode::kInvalidArgument,
            [&] { return str("expected a buffer of 0 or more keys, got ", capacity); });
    const compiler::Timings timings = core_->timings();
    const auto count = static_cast<int64_t>(timings.problems.size());
    auto entry = timings.problems.begin();
    for (int64_t i = 0; i < std::min(count, capacity); ++i) keys[i] = key_of((entry++)->first);
    return count;
  });
}

TimingCacheValue TimingCache::query(const TimingCacheKey& key) const {
  return guard(reporter_, "ITimingCache::query", kNone, [&] {
    const auto candidates = core_->candidates(problem_of(key));
    if (candidates.empty()) return kNone;
    const auto& [tactic, seconds] =
        *std::ranges::min_element(candidates, {}, [](const auto& pair) { return pair.second; });
    return TimingCacheValue{tactic, static_cast<float>(seconds * 1e3)};
  });
}

bool TimingCache::update(const TimingCacheKey& key, const TimingCacheValue& value) {
  return guard(reporter_, "ITimingCache::update", false, [&] {
    require(std::isfinite(value.timingMSec) && value.timingMSec >= 0, ErrorCode::kInvalidArgument,
            [&] { return str("expected 0 or more milliseconds, got ", value.timingMSec); });
    const double seconds = std::fabs(double{value.timingMSec}) / 1e3;
    require(core_->prefer({problem_of(key), value.tacticHash}, seconds),
            ErrorCode::kInvalidArgument,
            [&] { return str("the cache has no time of tactic ", value.tacticHash); });
    return true;
  });
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
