#include "api/builder_config.h"

#include <limits>

#include "api/devices.h"
#include "api/enums.h"
#include "api/guard.h"
#include "api/made_here.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

void require_positive(int32_t count) {
  require(count > 0, ErrorCode::kInvalidArgument,
          [&] { return str("expected at least 1, got ", count); });
}

}  // namespace

template <class Enum>
void BuilderConfig::set_enum(Enum& setting, Enum value, const char* where, const char* what) {
  guard_void(reporter_, where, [&] {
    check_enum(value, what);
    setting = value;
  });
}

void BuilderConfig::setFlags(nvinfer1::BuilderFlags flags) {
  guard_void(reporter_, "IBuilderConfig::setFlags", [&] {
    check_bits<nvinfer1::BuilderFlag>(flags, "builder flag");
    values_.flags = flags;
  });
}

void BuilderConfig::setPreviewFeature(nvinfer1::PreviewFeature feature, bool enable) {
  guard_void(reporter_, "IBuilderConfig::setPreviewFeature", [&] {
    check_enum(feature, "preview feature");
    const uint32_t bit = 1U << static_cast<uint32_t>(feature);
    values_.preview_features =
        enable ? values_.preview_features | bit : values_.preview_features & ~bit;
  });
}

bool BuilderConfig::getPreviewFeature(nvinfer1::PreviewFeature feature) const {
  return guard(reporter_, "IBuilderConfig::getPreviewFeature", false, [&] {
    check_enum(feature, "preview feature");
    return ((values_.preview_features >> static_cast<uint32_t>(feature)) & 1U) != 0;
  });
}

void BuilderConfig::setMinTimingIterations(int32_t count) {
  guard_void(reporter_, "IBuilderConfig::setMinTimingIterations", [&] {
    require_positive(count);
    values_.min_timing = count;
  });
}

void BuilderConfig::setAvgTimingIterations(int32_t count) {
  guard_void(reporter_, "IBuilderConfig::setAvgTimingIterations", [&] {
    require_positive(count);
    values_.average_timing = count;
  });
}

void BuilderConfig::setBuilderOptimizationLevel(int32_t level) {
  guard_void(reporter_, "IBuilderConfig::setBuilderOptimizationLevel", [&] {
    require(level >= 0, ErrorCode::kInvalidArgument,
            [&] { return str("expected a level from 0 to 5, got ", level); });
    values_.optimization_level = level;
  });
}

nvinfer1::ITimingCache* BuilderConfig::createTimingCache(const void* blob, std::size_t size) const {
  return guard(reporter_, "IBuilderConfig::createTimingCache", nullptr,
               [&]() -> nvinfer1::ITimingCache* {
                 return new TimingCache(reporter_, TimingCache::read(blob, size));
               });
}

bool BuilderConfig::setTimingCache(const nvinfer1::ITimingCache& cache, bool ignore_mismatch) {
  return guard(reporter_, "IBuilderConfig::setTimingCache", false, [&] {
    const TimingCache& ours = TimingCache::of(cache);
    ours.require_match(compiler::origin_on(default_device()), ignore_mismatch, ignore_mismatch);
    values_.timing_cache = &ours;
    return true;
  });
}

bool BuilderConfig::setTacticSources(nvinfer1::TacticSources sources) {
  return guard(reporter_, "IBuilderConfig::setTacticSources", false, [&] {
    check_bits<nvinfer1::TacticSource>(sources, "tactic source");
    values_.tactic_sources = sources;
    return true;
  });
}

bool BuilderConfig::setMaxAuxStreams(int32_t count) {
  return guard(reporter_, "IBuilderConfig::setMaxAuxStreams", false, [&] {
    require(count >= -1, ErrorCode::kInvalidArgument,
            [&] { return str("expected 0 or more streams, or -1 for the default, got ", count); });
    values_.max_aux_streams = count;
    return true;
  });
}

void BuilderConfig::setMemoryPoolLimit(nvinfer1::MemoryPoolType pool, std::size_t size) {
  guard_void(reporter_, "IBuilderConfig::setMemoryPoolLimit", [&] {
    check_enum(pool, "memory pool");
    values_.pool_limits[static_cast<size_t>(pool)] = size;
  });
}

std::size_t BuilderConfig::getMemoryPoolLimit(nvinfer1::MemoryPoolType pool) const {
  return guard(reporter_, "IBuilderConfig::getMemoryPoolLimit", std::size_t{0}, [&] {
    check_enum(pool, "memory pool");
    return values_.pool_limits[static_cast<size_t>(pool)].value_or(
        std::numeric_limits<std::size_t>::max());
  });
}

void BuilderConfig::setEngineCapability(nvinfer1::EngineCapability value) {
  set_enum(values_.capability, value, "IBuilderConfig::setEngineCapability", "engine capability");
}

void BuilderConfig::setDefaultDeviceType(nvinfer1::DeviceType type) {
  set_enum(values_.default_device, type, "IBuilderConfig::setDefaultDeviceType", "device type");
}

void BuilderConfig::setProfilingVerbosity(nvinfer1::ProfilingVerbosity value) {
  set_enum(values_.verbosity, value, "IBuilderConfig::setProfilingVerbosity",
           "profiling verbosity");
}

void BuilderConfig::setDeviceType(const nvinfer1::ILayer* layer, nvinfer1::DeviceType type) {
  guard_void(reporter_, "IBuilderConfig::setDeviceType", [&] {
    require(layer != nullptr, ErrorCode::kInvalidArgument, [] { return "the layer is null"; });
    check_enum(type, "device type");
    values_.devices[layer] = type;
  });
}

nvinfer1::DeviceType BuilderConfig::getDeviceType(const nvinfer1::ILayer* layer) const {
  const auto found = values_.devices.find(layer);
  return found == values_.devices.end() ? values_.default_device : found->second;
}

bool BuilderConfig::isDeviceTypeSet(const nvinfer1::ILayer* layer) const {
  return values_.devices.contains(layer);
}

void BuilderConfig::resetDeviceType(const nvinfer1::ILayer* layer) { values_.devices.erase(layer); }

int32_t BuilderConfig::addOptimizationProfile(const nvinfer1::IOptimizationProfile* profile) {
  return guard(reporter_, "IBuilderConfig::addOptimizationProfile", -1, [&] {
    const auto& ours =
        made_here<OptimizationProfile>(profile, "profile", "IBuilder::createOptimizationProfile");
    require(ours.isValid(), ErrorCode::kInvalidArgument,
            [] { return "the profile lacks dimensions, or they are not kMIN <= kOPT <= kMAX"; });
    values_.profiles.push_back(&ours);
    return static_cast<int32_t>(values_.profiles.size() - 1);
  });
}

int32_t BuilderConfig::getNbOptimizationProfiles() const {
  return static_cast<int32_t>(values_.profiles.size());
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
