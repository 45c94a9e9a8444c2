#pragma once

#include <NvInfer.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/engine.h"
#include "api/invocation.h"
#include "runtime/context.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class ExecutionContext final : public nvinfer1::IExecutionContext {
 public:
  using Dims = nvinfer1::Dims;
  using IOutputAllocator = nvinfer1::IOutputAllocator;

  ExecutionContext(Engine& engine, bool allocates_memory);
  /// Waits for the runs under way.
  ~ExecutionContext() override = default;

  std::shared_ptr<const runtime::Context> share_core() const { return core_; }

  bool execute(int32_t batch, void* const* bindings) override;
  bool enqueue(int32_t batch, void* const* bindings, cudaStream_t stream,
               cudaEvent_t* input_consumed) override;
  bool executeV2(void* const* bindings) override;
  bool enqueueV2(void* const* bindings, cudaStream_t stream, cudaEvent_t* input_consumed) override;
  bool enqueueV3(cudaStream_t stream) override;

  bool setInputShape(const char* name, const Dims& dims) override;
  Dims getTensorShape(const char* name) const override;
  Dims getTensorStrides(const char* name) const override;
  int32_t inferShapes(int32_t max_names, const char** names) override;
  bool allInputDimensionsSpecified() const override;
  bool allInputShapesSpecified() const override { return true; }

  bool setBindingDimensions(int32_t binding, const Dims& dims) override;
  Dims getBindingDimensions(int32_t binding) const override;
  Dims getStrides(int32_t binding) const override;

  bool setTensorAddress(const char* name, void* data) override;
  const void* getTensorAddress(const char* name) const override;
  bool setInputTensorAddress(const char* name, const void* data) override;
  bool setOutputTensorAddress(const char* name, void* data) override;
  void* getOutputTensorAddress(const char* name) const override;
  bool setOutputAllocator(const char* name, IOutputAllocator* allocator) override;
  IOutputAllocator* getOutputAllocator(const char* name) const override;
  int64_t getMaxOutputSize(const char* name) const override;
  bool setInputConsumedEvent(cudaEvent_t event) override;
  cudaEvent_t getInputConsumedEvent() const override { return input_consumed_; }

  bool setOptimizationProfile(int32_t profile) override;
  bool setOptimizationProfileAsync(int32_t profile, cudaStream_t stream) override;
  int32_t getOptimizationProfile() const override;

  void setDeviceMemory(void* memory) override;
  void setDeviceMemoryV2(void* memory, int64_t size) override;
  std::size_t updateDeviceMemorySizeForShapes() override;
  void setAuxStreams(cudaStream_t* streams, int32_t count) override;

  void setProfiler(nvinfer1::IProfiler* profiler) override { profiler_ = profiler; }
  nvinfer1::IProfiler* getProfiler() const override { return profiler_; }
  void setEnqueueEmitsProfile(bool emits) override { enqueue_emits_profile_ = emits; }
  bool getEnqueueEmitsProfile() const override { return enqueue_emits_profile_; }
  bool reportToProfiler() const override;
  void setDebugSync(bool sync) override { debug_sync_ = sync; }
  bool getDebugSync() const override { return debug_sync_; }
  const nvinfer1::ICudaEngine& getEngine() const override { return engine_; }
  void setName(const char* name) override;
  const char* getName() const override { return name_.c_str(); }
  void setErrorRecorder(nvinfer1::IErrorRecorder* recorder) override {
    reporter_.set_recorder(recorder);
  }
  nvinfer1::IErrorRecorder* getErrorRecorder() const override { return reporter_.recorder(); }

 private:
  const plan::Plan& plan() const { return core_->engine().plan(); }
  const plan::Binding& binding(size_t index) const { return plan().bindings[index]; }
  const ir::TensorType& type(size_t index) const;
  /// Bytes of a tensor under the shapes that are set; nullopt while extents are missing.
  std::optional<size_t> byte_size(size_t index) const;
  Dims strides(size_t index) const;
  void set_shape(size_t index, const Dims& dims);
  void set_address(const char* name, void* data, bool input_allowed, bool output_allowed);
  void use_memory(void* memory);
  void use_output_allocators(cudaStream_t stream);

  void require_batch_kind(bool implicit) const;
  /// The addresses for the chosen profile in an array of all bindings.
  void* const* of_profile(void* const* bindings) const;
  void require_addresses(void* const* addresses) const;
  /// Queues a run on `addresses`, one a tensor; with a profiler that is to hear of it, waits.
  void queue(void* const* addresses, cudaStream_t stream);

  Engine& engine_;
  Reporter reporter_;
  std::unique_ptr<DeviceMemory> memory_;
  bool has_memory_ = false;
  std::shared_ptr<runtime::Context> core_;  ///< shared so that an inspector sees when it is gone
  std::vector<void*> addresses_;            ///< as set by name, one a tensor
  std::vector<IOutputAllocator*> output_allocators_;
  cudaEvent_t input_consumed_ = nullptr;
  nvinfer1::IProfiler* profiler_ = nullptr;
  bool enqueue_emits_profile_ = true;
  bool debug_sync_ = false;
  std::string name_;
  std::unique_ptr<backend::Laps> laps_;  ///< of a profiled run; null before the first
  cudaStream_t profiled_stream_ = nullptr;
  InvocationPool invocations_;  ///< last: its destructor waits while all else is still there
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
