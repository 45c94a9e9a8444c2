#pragma once

#include <NvInfer.h>

#include <memory>

#include "api/device_memory.h"
#include "api/reporter.h"
#include "runtime/engine.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class Engine final : public nvinfer1::ICudaEngine {
 public:
  using Dims = nvinfer1::Dims;
  using DataType = nvinfer1::DataType;
  using Selector = nvinfer1::OptProfileSelector;

  /// Of the plan, or of the one of its others that is for this device. Throws Error where it cannot
  /// run here.
  Engine(plan::Plan plan, const Reporter& reporter, nvinfer1::IGpuAllocator* allocator);
  /// Reports contexts and inspectors that still exist; of these, getEngine alone needs the engine.
  ~Engine() override;

  const runtime::Engine& core() const { return *core_; }
  std::shared_ptr<const runtime::Engine> share_core() const { return core_; }
  nvinfer1::IGpuAllocator* allocator() const { return allocator_; }
  const Reporter& reporter() const { return reporter_; }
  /// What it is serialized as.
  SharedBytes file() const;

  nvinfer1::IExecutionContext* createExecutionContext(
      nvinfer1::ExecutionContextAllocationStrategy strategy) override;
  nvinfer1::IExecutionContext* createExecutionContextWithoutDeviceMemory() override;
  nvinfer1::IEngineInspector* createEngineInspector() const override;
  nvinfer1::IHostMemory* serialize() const override;

  int32_t getNbIOTensors() const override;
  const char* getIOTensorName(int32_t index) const override;
  nvinfer1::TensorIOMode getTensorIOMode(const char* name) const override;
  Dims getTensorShape(const char* name) const override;
  DataType getTensorDataType(const char* name) const override;
  nvinfer1::TensorLocation getTensorLocation(const char* name) const override;
  bool isShapeInferenceIO(const char* name) const override;
  int32_t getTensorBytesPerComponent(const char* name, int32_t profile) const override;
  int32_t getTensorComponentsPerElement(const char* name, int32_t profile) const override;
  nvinfer1::TensorFormat getTensorFormat(const char* name, int32_t profile) const override;
  const char* getTensorFormatDesc(const char* name, int32_t profile) const override;
  int32_t getTensorVectorizedDim(const char* name, int32_t profile) const override;
  Dims getProfileShape(const char* name, int32_t profile, Selector select) const override;

  int32_t getNbBindings() const override;
  int32_t getBindingIndex(const char* name) const override;
  const char* getBindingName(int32_t index) const override;
  bool bindingIsInput(int32_t index) const override;
  Dims getBindingDimensions(int32_t index) const override;
  DataType getBindingDataType(int32_t index) const override;
  nvinfer1::TensorLocation getLocation(int32_t index) const override;
  int32_t getBindingBytesPerComponent(int32_t index) const override;
  int32_t getBindingComponentsPerElement(int32_t index) const override;
  nvinfer1::TensorFormat getBindingFormat(int32_t index) const override;
  const char* getBindingFormatDesc(int32_t index) const override;
  int32_t getBindingVectorizedDim(int32_t index) const override;
  Dims getProfileDimensions(int32_t index, int32_t profile, Selector select) const override;
  bool isShapeBinding(int32_t index) const override;
  bool isExecutionBinding(int32_t index) const override;

  const char* getName() const override { return core_->plan().name.c_str(); }
  int32_t getMaxBatchSize() const override;
  bool hasImplicitBatchDimension() const override { return core_->plan().implicit_batch; }
  int32_t getNbLayers() const override;
  int32_t getNbOptimizationProfiles() const override;
  std::size_t getDeviceMemorySize() const override { return core_->plan().arena_size; }
  std::size_t getDeviceMemorySizeForProfile(int32_t profile) const override;
  std::size_t getWorkspaceSize() const override;
  bool isRefittable() const override { return false; }
  nvinfer1::EngineCapability getEngineCapability() const override {
    return nvinfer1::EngineCapability::kSTANDARD;
  }
  nvinfer1::TacticSources getTacticSources() const override;
  nvinfer1::ProfilingVerbosity getProfilingVerbosity() const override;
  int32_t getNbAuxStreams() const override { return 0; }
  void setErrorRecorder(nvinfer1::IErrorRecorder* recorder) override {
    reporter_.set_recorder(recorder);
  }
  nvinfer1::IErrorRecorder* getErrorRecorder() const override { return reporter_.recorder(); }

 private:
  const plan::Binding& binding(size_t index) const { return core_->plan().bindings[index]; }
  const plan::Tensor& tensor(size_t index) const;
  Dims shape(size_t index) const;
  Dims profile_shape(size_t index, int32_t profile, Selector select) const;
  /// `body(number)` of the tensor that `key`, a name or a binding index, stands for; after a
  /// reported error `fallback`.
  template <class Key, class Fallback, class Body>
  auto of(const char* where, Key key, Fallback fallback, Body&& body) const;

  std::unique_ptr<const plan::Plan> family_;  ///< of which the core's plan is another; else null
  std::shared_ptr<const runtime::Engine> core_;
  Reporter reporter_;
  nvinfer1::IGpuAllocator* allocator_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
