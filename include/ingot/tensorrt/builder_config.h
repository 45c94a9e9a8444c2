/// \file
/// Settings of a build.
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>

#include "builder_flags.h"
#include "layer.h"
#include "optimization_profile.h"
#include "profiler.h"
#include "progress_monitor.h"
#include "timing_cache.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Settings of a build. Made by IBuilder::createBuilderConfig (TensorRT 6 on).
class IBuilderConfig {
 public:
  virtual ~IBuilderConfig() = default;

  /// Deletes the settings, as delete does (TensorRT 6-9).
  virtual void destroy() { delete this; }
  /// Returns every setting to its default.
  virtual void reset() = 0;

  /// \name Switches
  /// \{
  /// Sets all switches: bit i is the BuilderFlag with number i. A bit without a flag is an error
  /// and changes nothing.
  virtual void setFlags(BuilderFlags builderFlags) = 0;
  /// All switches; kTF32 alone by default.
  virtual BuilderFlags getFlags() const = 0;
  /// Turns a switch on.
  void setFlag(BuilderFlag builderFlag) { setFlags(getFlags() | bit(builderFlag)); }
  /// Turns a switch off.
  void clearFlag(BuilderFlag builderFlag) { setFlags(getFlags() & ~bit(builderFlag)); }
  /// Whether a switch is on.
  bool getFlag(BuilderFlag builderFlag) const { return (getFlags() & bit(builderFlag)) != 0; }
  /// Turns a preview feature on or off (TensorRT 8.5 on).
  virtual void setPreviewFeature(PreviewFeature feature, bool enable) = 0;
  /// Whether a preview feature is on.
  virtual bool getPreviewFeature(PreviewFeature feature) const = 0;
  /// \}

  /// \name Timing of tactics
  /// \{
  /// Sets of how many samples at least a tactic's time is the least; 1 by default (TensorRT 6-9).
  virtual void setMinTimingIterations(int32_t minTiming) = 0;
  /// Least number of samples.
  virtual int32_t getMinTimingIterations() const = 0;
  /// Sets over how many runs a sample is averaged; 1 by default.
  virtual void setAvgTimingIterations(int32_t avgTiming) = 0;
  /// Number of averaged runs.
  virtual int32_t getAvgTimingIterations() const = 0;
  /// Sets the effort of the search for tactics; 3 by default (TensorRT 8.6 on). 0: the first tactic
  /// that fits, unmeasured; 1: measures the first of each tensor format; 2: the first configuration
  /// of every tactic; 3: all; 4, 5: all, longer. Higher levels count as 5.
  virtual void setBuilderOptimizationLevel(int32_t level) = 0;
  /// Effort of the search.
  virtual int32_t getBuilderOptimizationLevel() const = 0;
  /// Makes a timing cache from its serialized form, which is checked completely, or an empty one if
  /// size is 0. It belongs to the program, and several configurations and builders may use it. Null
  /// after an error (TensorRT 8 on).
  virtual ITimingCache* createTimingCache(const void* blob, std::size_t size) const = 0;
  /// Sets the cache that builds read and extend; it must live until they are over. False if the
  /// cache comes from another kind of device or version of the library, unless ignoreMismatch
  /// (TensorRT 8 on).
  virtual bool setTimingCache(const ITimingCache& cache, bool ignoreMismatch) = 0;
  /// The cache that was set; null if none was, in which case each build has one of its own.
  virtual const ITimingCache* getTimingCache() const = 0;
  /// Sets where tactics may come from: bit i is the TacticSource with number i. All by default.
  /// Without kCUBLAS and kCUBLAS_LT nothing of cuBLASLt is taken, without kCUDNN nothing of cuDNN,
  /// at levels whose TensorRT has these names (7 to 10; cuDNN's 8 to 10). False if a bit has no
  /// source (TensorRT 7.2 on).
  virtual bool setTacticSources(TacticSources tacticSources) = 0;
  /// Where tactics may come from.
  virtual TacticSources getTacticSources() const = 0;
  /// Sets the stream on which tactics are timed.
  virtual void setProfileStream(cudaStream_t stream) = 0;
  /// Stream on which tactics are timed; null by default.
  virtual cudaStream_t getProfileStream() const = 0;
  /// Sets how many streams of its own an enqueue may use at most, or -1 (TensorRT 8.6 on). False
  /// for another negative number, which changes nothing.
  virtual bool setMaxAuxStreams(int32_t nbStreams) = 0;
  /// Largest number of own streams; -1 by default, which leaves it to the library.
  virtual int32_t getMaxAuxStreams() const = 0;
  /// \}

  /// \name Progress
  /// \{
  /// Sets who hears of a build's progress; null for nobody (TensorRT 9 on).
  virtual void setProgressMonitor(IProgressMonitor* monitor) = 0;
  /// Who hears of a build's progress.
  virtual IProgressMonitor* getProgressMonitor() const = 0;
  /// \}

  /// \name Memory
  /// \{
  /// Sets the limit of a memory pool, in bytes (TensorRT 8.4 on).
  virtual void setMemoryPoolLimit(MemoryPoolType pool, std::size_t poolSize) = 0;
  /// Limit of a memory pool, in bytes.
  virtual std::size_t getMemoryPoolLimit(MemoryPoolType pool) const = 0;
  /// Sets the limit of kWORKSPACE, in bytes (TensorRT 6-9).
  void setMaxWorkspaceSize(std::size_t workspaceSize) {
    setMemoryPoolLimit(MemoryPoolType::kWORKSPACE, workspaceSize);
  }
  /// Limit of kWORKSPACE, in bytes (TensorRT 6-9).
  std::size_t getMaxWorkspaceSize() const { return getMemoryPoolLimit(MemoryPoolType::kWORKSPACE); }
  /// \}

  /// \name Devices
  /// \{
  /// Sets what the engine may be used for; kSTANDARD by default. A build with kDLA_STANDALONE is an
  /// error.
  virtual void setEngineCapability(EngineCapability capability) = 0;
  /// What the engine may be used for.
  virtual EngineCapability getEngineCapability() const = 0;
  /// Sets the device of a layer. One on a DLA core, of which there are none, is an error of the
  /// build without BuilderFlag::kGPU_FALLBACK.
  virtual void setDeviceType(const ILayer* layer, DeviceType deviceType) = 0;
  /// Device of a layer: its own, or the default.
  virtual DeviceType getDeviceType(const ILayer* layer) const = 0;
  /// Whether a layer has a device of its own.
  virtual bool isDeviceTypeSet(const ILayer* layer) const = 0;
  /// Withdraws the device of a layer.
  virtual void resetDeviceType(const ILayer* layer) = 0;
  /// Whether a DLA core can run the layer.
  virtual bool canRunOnDLA(const ILayer* layer) const = 0;
  /// Sets the DLA core.
  virtual void setDLACore(int32_t dlaCore) = 0;
  /// DLA core; -1 if none is set.
  virtual int32_t getDLACore() const = 0;
  /// Sets the device of layers without one of their own.
  virtual void setDefaultDeviceType(DeviceType deviceType) = 0;
  /// Device of layers without one of their own; kGPU by default.
  virtual DeviceType getDefaultDeviceType() const = 0;
  /// \}

  /// \name Profiles
  /// \{
  /// Adds an optimization profile, which must stay as it is until the build is over. Returns its
  /// index, or -1 if it is invalid.
  virtual int32_t addOptimizationProfile(const IOptimizationProfile* profile) = 0;
  /// Number of optimization profiles.
  virtual int32_t getNbOptimizationProfiles() const = 0;
  /// Sets how much the engine tells about its layers (TensorRT 7.1 on).
  virtual void setProfilingVerbosity(ProfilingVerbosity verbosity) = 0;
  /// How much the engine tells about its layers; kLAYER_NAMES_ONLY by default.
  virtual ProfilingVerbosity getProfilingVerbosity() const = 0;
  /// \}

 private:
  /// The last bit, which no flag has, for numbers beyond.
  static BuilderFlags bit(BuilderFlag flag) {
    const auto number = static_cast<uint32_t>(flag);
    return 1U << (number < 31 ? number : 31);
  }
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
