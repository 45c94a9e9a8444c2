#pragma once

#include <NvInfer.h>

#include <array>
#include <map>
#include <memory>
#include <vector>

#include "api/optimization_profile.h"
#include "api/reporter.h"
#include "api/tactic_sources.h"
#include "api/timing_cache.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// How to build. Settings that no device here has a use for (preview features, the profile stream,
/// auxiliary streams) are kept and given back.
class BuilderConfig final : public nvinfer1::IBuilderConfig {
 public:
  /// `level` is the program's.
  BuilderConfig(const Reporter& reporter, int level) : reporter_(reporter), level_(level) {}

  void reset() override { values_ = Values(); }

  void setFlags(nvinfer1::BuilderFlags flags) override;
  nvinfer1::BuilderFlags getFlags() const override { return values_.flags; }
  void setPreviewFeature(nvinfer1::PreviewFeature feature, bool enable) override;
  bool getPreviewFeature(nvinfer1::PreviewFeature feature) const override;

  void setMinTimingIterations(int32_t count) override;
  int32_t getMinTimingIterations() const override { return values_.min_timing; }
  void setAvgTimingIterations(int32_t count) override;
  int32_t getAvgTimingIterations() const override { return values_.average_timing; }
  void setBuilderOptimizationLevel(int32_t level) override;
  int32_t getBuilderOptimizationLevel() const override { return values_.optimization_level; }
  nvinfer1::ITimingCache* createTimingCache(const void* blob, std::size_t size) const override;
  bool setTimingCache(const nvinfer1::ITimingCache& cache, bool ignore_mismatch) override;
  const nvinfer1::ITimingCache* getTimingCache() const override { return values_.timing_cache; }
  bool setTacticSources(nvinfer1::TacticSources sources) override;
  nvinfer1::TacticSources getTacticSources() const override { return values_.tactic_sources; }
  void setProfileStream(cudaStream_t stream) override { values_.profile_stream = stream; }
  cudaStream_t getProfileStream() const override { return values_.profile_stream; }
  bool setMaxAuxStreams(int32_t count) override;
  int32_t getMaxAuxStreams() const override { return values_.max_aux_streams; }

  void setProgressMonitor(nvinfer1::IProgressMonitor* monitor) override {
    values_.progress_monitor = monitor;
  }
  nvinfer1::IProgressMonitor* getProgressMonitor() const override {
    return values_.progress_monitor;
  }

  void setMemoryPoolLimit(nvinfer1::MemoryPoolType pool, std::size_t size) override;
  std::size_t getMemoryPoolLimit(nvinfer1::MemoryPoolType pool) const override;

  void setEngineCapability(nvinfer1::EngineCapability value) override;
  nvinfer1::EngineCapability getEngineCapability() const override { return values_.capability; }
  void setDeviceType(const nvinfer1::ILayer* layer, nvinfer1::DeviceType type) override;
  nvinfer1::DeviceType getDeviceType(const nvinfer1::ILayer* layer) const override;
  bool isDeviceTypeSet(const nvinfer1::ILayer* layer) const override;
  void resetDeviceType(const nvinfer1::ILayer* layer) override;
  bool canRunOnDLA(const nvinfer1::ILayer* /*layer*/) const override { return false; }
  void setDLACore(int32_t core) override { values_.dla_core = core; }
  int32_t getDLACore() const override { return values_.dla_core; }
  void setDefaultDeviceType(nvinfer1::DeviceType type) override;
  nvinfer1::DeviceType getDefaultDeviceType() const override { return values_.default_device; }

  int32_t addOptimizationProfile(const nvinfer1::IOptimizationProfile* profile) override;
  int32_t getNbOptimizationProfiles() const override;
  void setProfilingVerbosity(nvinfer1::ProfilingVerbosity value) override;
  nvinfer1::ProfilingVerbosity getProfilingVerbosity() const override { return values_.verbosity; }

  const std::vector<const OptimizationProfile*>& profiles() const { return values_.profiles; }
  const TimingCache* timing_cache() const { return values_.timing_cache; }
  /// The tactic sources that are set, and those that the program's level has no name for.
  nvinfer1::TacticSources allowed_sources() const {
    return values_.tactic_sources | unnamed_sources(level_);
  }

 private:
  static constexpr size_t kNumPools = nvinfer1::EnumMax<nvinfer1::MemoryPoolType>();
  static constexpr auto kAllSources = (1U << nvinfer1::EnumMax<nvinfer1::TacticSource>()) - 1;
  static constexpr auto kTf32 = 1U << static_cast<uint32_t>(nvinfer1::BuilderFlag::kTF32);

  struct Values {
    nvinfer1::BuilderFlags flags = kTf32;
    uint32_t preview_features = 0;
    int32_t min_timing = 1;
    int32_t average_timing = 1;
    int32_t optimization_level = 3;
    const TimingCache* timing_cache = nullptr;
    nvinfer1::IProgressMonitor* progress_monitor = nullptr;
    nvinfer1::TacticSources tactic_sources = kAllSources;
    cudaStream_t profile_stream = nullptr;
    int32_t max_aux_streams = -1;
    std::array<std::optional<std::size_t>, kNumPools> pool_limits;
    nvinfer1::EngineCapability capability = nvinfer1::EngineCapability::kSTANDARD;
    std::map<const nvinfer1::ILayer*, nvinfer1::DeviceType> devices;
    int32_t dla_core = -1;
    nvinfer1::DeviceType default_device = nvinfer1::DeviceType::kGPU;
    std::vector<const OptimizationProfile*> profiles;
    nvinfer1::ProfilingVerbosity verbosity = nvinfer1::ProfilingVerbosity::kLAYER_NAMES_ONLY;
  };

  template <class Enum>
  void set_enum(Enum& setting, Enum value, const char* where, const char* what);

  Reporter reporter_;
  int level_;
  Values values_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
