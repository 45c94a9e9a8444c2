/// \file
/// From a network definition to an engine.
#pragma once

#include "allocator.h"
#include "builder_config.h"
#include "engine.h"
#include "host_memory.h"
#include "logger.h"
#include "network.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Makes networks and builds engines from them. Made by createInferBuilder. Engines do not need
/// the builder any more; networks, configurations and profiles do.
class IBuilder {
 public:
  virtual ~IBuilder() = default;

  /// Deletes the builder, as delete does (TensorRT 5-9).
  virtual void destroy() { delete this; }

  /// \name Making and building
  /// \{
  /// Makes an empty network with implicit batch (TensorRT 5-7).
  virtual INetworkDefinition* createNetwork() = 0;
  /// Makes an empty network; bit i of flags is NetworkDefinitionCreationFlag i, with the meaning
  /// that a literal has at the program's level (TensorRT 6 on).
  virtual INetworkDefinition* createNetworkV2(NetworkDefinitionCreationFlags flags) = 0;
  /// Makes settings with default values (TensorRT 6 on).
  virtual IBuilderConfig* createBuilderConfig() = 0;
  /// Makes an empty profile, owned by the builder (TensorRT 6 on).
  virtual IOptimizationProfile* createOptimizationProfile() = 0;
  /// Builds an engine with the builder's own settings; null after an error (TensorRT 5-7).
  virtual ICudaEngine* buildCudaEngine(INetworkDefinition& network) = 0;
  /// Builds an engine; null after an error (TensorRT 6 on).
  virtual ICudaEngine* buildEngineWithConfig(INetworkDefinition& network,
                                             IBuilderConfig& config) = 0;
  /// Builds an engine in serialized form; null after an error (TensorRT 8 on).
  virtual IHostMemory* buildSerializedNetwork(INetworkDefinition& network,
                                              IBuilderConfig& config) = 0;
  /// Whether the network can be built; if not, the reasons are logged (TensorRT 8.2 on).
  virtual bool isNetworkSupported(const INetworkDefinition& network,
                                  const IBuilderConfig& config) const = 0;
  /// Returns the builder's own settings to their defaults (TensorRT 6 on).
  virtual void reset() = 0;
  /// Frees what the builder keeps for a network (TensorRT 5-7).
  virtual void reset(INetworkDefinition& network) = 0;
  /// \}

  /// \name Services
  /// \{
  /// Sets where device memory of engines comes from; null for the default.
  virtual void setGpuAllocator(IGpuAllocator* allocator) = 0;
  /// Sets where errors go besides the logger; null for nowhere (TensorRT 6 on).
  virtual void setErrorRecorder(IErrorRecorder* recorder) = 0;
  /// Error recorder, or null.
  virtual IErrorRecorder* getErrorRecorder() const = 0;
  /// Logger given to createInferBuilder (TensorRT 8.5 on).
  virtual ILogger* getLogger() const = 0;
  /// Sets how many threads of the processor a build uses at most, and the engine that the builder
  /// returns; false unless maxThreads >= 1 (TensorRT 8.5 on).
  virtual bool setMaxThreads(int32_t maxThreads) = 0;
  /// Largest number of threads; that of INGOT_THREADS, or of usable cores, by default.
  virtual int32_t getMaxThreads() const = 0;
  /// \}

  /// \name What the machine can do
  /// \{
  /// Whether half precision is faster than fp32 (TensorRT 5-10).
  virtual bool platformHasFastFp16() const = 0;
  /// Whether int8 is faster than fp32 (TensorRT 5-10).
  virtual bool platformHasFastInt8() const = 0;
  /// Whether there is TF32 (TensorRT 7.1 on).
  virtual bool platformHasTf32() const = 0;
  /// Largest batch of a DLA core; 0 if there is none.
  virtual int32_t getMaxDLABatchSize() const = 0;
  /// Number of DLA cores.
  virtual int32_t getNbDLACores() const = 0;
  /// \}

  /// \name The builder's own settings
  /// The batch size serves every network with implicit batch, the others buildCudaEngine alone.
  /// \{
  /// Sets the largest batch of engines with implicit batch; 1 by default (TensorRT 5-9).
  virtual void setMaxBatchSize(int32_t batchSize) = 0;
  /// Largest batch (TensorRT 5-9).
  virtual int32_t getMaxBatchSize() const = 0;
  /// As IBuilderConfig::setMaxWorkspaceSize (TensorRT 5-7).
  virtual void setMaxWorkspaceSize(std::size_t workspaceSize) = 0;
  /// As IBuilderConfig::getMaxWorkspaceSize (TensorRT 5-7).
  virtual std::size_t getMaxWorkspaceSize() const = 0;
  /// As BuilderFlag::kFP16 (TensorRT 5-7).
  virtual void setFp16Mode(bool mode) = 0;
  /// Whether half precision is allowed (TensorRT 5-7).
  virtual bool getFp16Mode() const = 0;
  /// Older name of setFp16Mode (TensorRT 5-7).
  void setHalf2Mode(bool mode) { setFp16Mode(mode); }
  /// Older name of getFp16Mode (TensorRT 5-7).
  bool getHalf2Mode() const { return getFp16Mode(); }
  /// As BuilderFlag::kINT8 (TensorRT 5-7).
  virtual void setInt8Mode(bool mode) = 0;
  /// Whether int8 is allowed (TensorRT 5-7).
  virtual bool getInt8Mode() const = 0;
  /// As BuilderFlag::kSTRICT_TYPES (TensorRT 5-7).
  virtual void setStrictTypeConstraints(bool mode) = 0;
  /// Whether wished precisions are demands (TensorRT 5-7).
  virtual bool getStrictTypeConstraints() const = 0;
  /// As BuilderFlag::kDEBUG (TensorRT 5-7).
  virtual void setDebugSync(bool sync) = 0;
  /// Whether every layer is synchronised (TensorRT 5-7).
  virtual bool getDebugSync() const = 0;
  /// As BuilderFlag::kREFIT (TensorRT 5-7).
  virtual void setRefittable(bool canRefit) = 0;
  /// Whether weights can be replaced in the engine (TensorRT 5-7).
  virtual bool getRefittable() const = 0;
  /// As IBuilderConfig::setMinTimingIterations (TensorRT 5-7).
  virtual void setMinFindIterations(int32_t minFind) = 0;
  /// As IBuilderConfig::getMinTimingIterations (TensorRT 5-7).
  virtual int32_t getMinFindIterations() const = 0;
  /// As IBuilderConfig::setAvgTimingIterations (TensorRT 5-7).
  virtual void setAverageFindIterations(int32_t avgFind) = 0;
  /// As IBuilderConfig::getAvgTimingIterations (TensorRT 5-7).
  virtual int32_t getAverageFindIterations() const = 0;
  /// As IBuilderConfig::setEngineCapability (TensorRT 5-7).
  virtual void setEngineCapability(EngineCapability capability) = 0;
  /// As IBuilderConfig::getEngineCapability (TensorRT 5-7).
  virtual EngineCapability getEngineCapability() const = 0;
  /// As IBuilderConfig::setDeviceType (TensorRT 5-7).
  virtual void setDeviceType(const ILayer* layer, DeviceType deviceType) = 0;
  /// As IBuilderConfig::getDeviceType (TensorRT 5-7).
  virtual DeviceType getDeviceType(const ILayer* layer) const = 0;
  /// As IBuilderConfig::isDeviceTypeSet (TensorRT 5-7).
  virtual bool isDeviceTypeSet(const ILayer* layer) const = 0;
  /// As IBuilderConfig::resetDeviceType (TensorRT 5-7).
  virtual void resetDeviceType(const ILayer* layer) = 0;
  /// As IBuilderConfig::canRunOnDLA (TensorRT 5-7).
  virtual bool canRunOnDLA(const ILayer* layer) const = 0;
  /// As IBuilderConfig::setDefaultDeviceType (TensorRT 5-7).
  virtual void setDefaultDeviceType(DeviceType deviceType) = 0;
  /// As IBuilderConfig::getDefaultDeviceType (TensorRT 5-7).
  virtual DeviceType getDefaultDeviceType() const = 0;
  /// As BuilderFlag::kGPU_FALLBACK (TensorRT 5-7).
  virtual void allowGPUFallback(bool setFallBackMode) = 0;
  /// As IBuilderConfig::setDLACore (TensorRT 5-7).
  virtual void setDLACore(int32_t dlaCore) = 0;
  /// As IBuilderConfig::getDLACore (TensorRT 5-7).
  virtual int32_t getDLACore() const = 0;
  /// \}
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
