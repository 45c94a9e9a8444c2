#pragma once

#include <NvInfer.h>

#include "api/builder_config.h"
#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class Builder final : public nvinfer1::IBuilder {
 public:
  using DeviceType = nvinfer1::DeviceType;
  using ILayer = nvinfer1::ILayer;
  using INetworkDefinition = nvinfer1::INetworkDefinition;

  Builder(nvinfer1::ILogger& logger, int level);

  INetworkDefinition* createNetwork() override;
  INetworkDefinition* createNetworkV2(nvinfer1::NetworkDefinitionCreationFlags flags) override;
  nvinfer1::IBuilderConfig* createBuilderConfig() override;
  nvinfer1::IOptimizationProfile* createOptimizationProfile() override;
  nvinfer1::ICudaEngine* buildCudaEngine(INetworkDefinition& network) override;
  nvinfer1::ICudaEngine* buildEngineWithConfig(INetworkDefinition& network,
                                               nvinfer1::IBuilderConfig& config) override;
  nvinfer1::IHostMemory* buildSerializedNetwork(INetworkDefinition& network,
                                                nvinfer1::IBuilderConfig& config) override;
  bool isNetworkSupported(const INetworkDefinition& network,
                          const nvinfer1::IBuilderConfig& config) const override;
  void reset() override;
  void reset(INetworkDefinition& /*network*/) override { reset(); }

  void setGpuAllocator(nvinfer1::IGpuAllocator* allocator) override { allocator_ = allocator; }
  void setErrorRecorder(nvinfer1::IErrorRecorder* recorder) override {
    reporter_.set_recorder(recorder);
  }
  nvinfer1::IErrorRecorder* getErrorRecorder() const override { return reporter_.recorder(); }
  nvinfer1::ILogger* getLogger() const override { return &reporter_.logger(); }
  bool setMaxThreads(int32_t count) override;
  int32_t getMaxThreads() const override;

  bool platformHasFastFp16() const override;
  bool platformHasFastInt8() const override { return false; }
  bool platformHasTf32() const override;
  int32_t getMaxDLABatchSize() const override { return 0; }
  int32_t getNbDLACores() const override { return 0; }

  void setMaxBatchSize(int32_t size) override;
  int32_t getMaxBatchSize() const override { return max_batch_; }

  void setMaxWorkspaceSize(std::size_t size) override { settings_.setMaxWorkspaceSize(size); }
  std::size_t getMaxWorkspaceSize() const override { return settings_.getMaxWorkspaceSize(); }
  void setFp16Mode(bool mode) override { set_flag(nvinfer1::BuilderFlag::kFP16, mode); }
  bool getFp16Mode() const override { return settings_.getFlag(nvinfer1::BuilderFlag::kFP16); }
  void setInt8Mode(bool mode) override { set_flag(nvinfer1::BuilderFlag::kINT8, mode); }
  bool getInt8Mode() const override { return settings_.getFlag(nvinfer1::BuilderFlag::kINT8); }
  void setStrictTypeConstraints(bool mode) override {
    set_flag(nvinfer1::BuilderFlag::kSTRICT_TYPES, mode);
  }
  bool getStrictTypeConstraints() const override {
    return settings_.getFlag(nvinfer1::BuilderFlag::kSTRICT_TYPES);
  }
  void setDebugSync(bool sync) override { set_flag(nvinfer1::BuilderFlag::kDEBUG, sync); }
  bool getDebugSync() const override { return settings_.getFlag(nvinfer1::BuilderFlag::kDEBUG); }
  void setRefittable(bool can_refit) override {
    set_flag(nvinfer1::BuilderFlag::kREFIT, can_refit);
  }
  bool getRefittable() const override { return settings_.getFlag(nvinfer1::BuilderFlag::kREFIT); }
  void setMinFindIterations(int32_t count) override { settings_.setMinTimingIterations(count); }
  int32_t getMinFindIterations() const override { return settings_.getMinTimingIterations(); }
  void setAverageFindIterations(int32_t count) override { settings_.setAvgTimingIterations(count); }
  int32_t getAverageFindIterations() const override { return settings_.getAvgTimingIterations(); }
  void setEngineCapability(nvinfer1::EngineCapability value) override {
    settings_.setEngineCapability(value);
  }
  nvinfer1::EngineCapability getEngineCapability() const override {
    return settings_.getEngineCapability();
  }
  void setDeviceType(const ILayer* layer, DeviceType type) override {
    settings_.setDeviceType(layer, type);
  }
  DeviceType getDeviceType(const ILayer* layer) const override {
    return settings_.getDeviceType(layer);
  }
  bool isDeviceTypeSet(const ILayer* layer) const override {
    return settings_.isDeviceTypeSet(layer);
  }
  void resetDeviceType(const ILayer* layer) override { settings_.resetDeviceType(layer); }
  bool canRunOnDLA(const ILayer* layer) const override { return settings_.canRunOnDLA(layer); }
  void setDefaultDeviceType(DeviceType type) override { settings_.setDefaultDeviceType(type); }
  DeviceType getDefaultDeviceType() const override { return settings_.getDefaultDeviceType(); }
  void allowGPUFallback(bool allow) override {
    set_flag(nvinfer1::BuilderFlag::kGPU_FALLBACK, allow);
  }
  void setDLACore(int32_t core) override { settings_.setDLACore(core); }
  int32_t getDLACore() const override { return settings_.getDLACore(); }

 private:
  /// Of what TensorRT 5-7 set on the builder itself. TF32 is allowed by default since 7.
  void set_defaults();
  void set_flag(nvinfer1::BuilderFlag flag, bool mode);
  nvinfer1::ICudaEngine* build_engine(const INetworkDefinition& network,
                                      const BuilderConfig& config);
  const BuilderConfig& config_of(const nvinfer1::IBuilderConfig& config) const;

  Reporter reporter_;
  int level_;
  BuilderConfig settings_;  ///< what TensorRT 5-7 set on the builder itself
  int32_t max_batch_ = 1;
  std::optional<int32_t> max_threads_;
  nvinfer1::IGpuAllocator* allocator_ = nullptr;
  std::vector<std::unique_ptr<OptimizationProfile>> profiles_;  ///< live as long as the builder
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
