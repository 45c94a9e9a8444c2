/// \file
/// Runs of an engine.
#pragma once

#include "allocator.h"
#include "engine.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// State of the runs of an engine. Made by ICudaEngine, which must outlive it. One thread may use
/// it at a time, and one run may be under way; several contexts run at once.
class IExecutionContext {
 public:
  virtual ~IExecutionContext() = default;

  /// Deletes the context, as delete does (TensorRT 5-9).
  virtual void destroy() { delete this; }

  /// \name Runs
  /// All return whether the run was accepted; the enqueue methods return before it is done. An
  /// array of bindings has one address for each binding of the engine, in device memory.
  /// \{
  /// Runs batchSize items of an implicit batch and waits (TensorRT 5-9).
  virtual bool execute(int32_t batchSize, void* const* bindings) = 0;
  /// Runs batchSize items of an implicit batch in the order of the stream. The event, if there is
  /// one, is recorded when the inputs may be overwritten (TensorRT 5-9).
  virtual bool enqueue(int32_t batchSize, void* const* bindings, cudaStream_t stream,
                       cudaEvent_t* inputConsumed) = 0;
  /// Runs with explicit batch and waits (TensorRT 6 on).
  virtual bool executeV2(void* const* bindings) = 0;
  /// Runs with explicit batch in the order of the stream; inputConsumed as in enqueue (TensorRT
  /// 6-9).
  virtual bool enqueueV2(void* const* bindings, cudaStream_t stream,
                         cudaEvent_t* inputConsumed) = 0;
  /// Runs with the addresses set by name, in the order of the stream (TensorRT 8.5 on).
  virtual bool enqueueV3(cudaStream_t stream) = 0;
  /// \}

  /// \name Shapes by name (TensorRT 8.5 on)
  /// \{
  /// Sets the dimensions of an input; false if they contradict the engine or the profile.
  virtual bool setInputShape(const char* tensorName, const Dims& dims) = 0;
  /// Dimensions in the next run; -1 for an extent that depends on something not set, nbDims of -1
  /// for an unknown name.
  virtual Dims getTensorShape(const char* tensorName) const = 0;
  /// Distance of neighbours along each dimension, in elements, or vectors if vectorised.
  virtual Dims getTensorStrides(const char* tensorName) const = 0;
  /// Infers all shapes. Returns how many inputs lack what is needed, of which the names of the
  /// first nbMaxNames are stored; negative after an error.
  virtual int32_t inferShapes(int32_t nbMaxNames, const char** tensorNames) = 0;
  /// Whether all dimensions of all inputs are set (TensorRT 6 on).
  virtual bool allInputDimensionsSpecified() const = 0;
  /// Whether the values of all shape inputs are set (TensorRT 6 on).
  virtual bool allInputShapesSpecified() const = 0;
  /// \}

  /// \name Shapes by binding index (TensorRT 6-9)
  /// \{
  /// Sets the dimensions of an input; false if they contradict the engine or the profile.
  virtual bool setBindingDimensions(int32_t bindingIndex, const Dims& dimensions) = 0;
  /// Dimensions in the next run; -1 for an extent that depends on something not set.
  virtual Dims getBindingDimensions(int32_t bindingIndex) const = 0;
  /// As getTensorStrides.
  virtual Dims getStrides(int32_t bindingIndex) const = 0;
  /// \}

  /// \name Addresses by name (TensorRT 8.5 on)
  /// \{
  /// Sets the address of an input or output; false for an unknown name.
  virtual bool setTensorAddress(const char* tensorName, void* data) = 0;
  /// Address of an input or output, or null.
  virtual const void* getTensorAddress(const char* tensorName) const = 0;
  /// Sets the address of an input; false for any other name.
  virtual bool setInputTensorAddress(const char* tensorName, const void* data) = 0;
  /// Sets the address of an output; false for any other name.
  virtual bool setOutputTensorAddress(const char* tensorName, void* data) = 0;
  /// Address of an output, or null.
  virtual void* getOutputTensorAddress(const char* tensorName) const = 0;
  /// Sets who provides the memory of an output in a run; null for nobody. False for a name that is
  /// no output.
  virtual bool setOutputAllocator(const char* tensorName, IOutputAllocator* outputAllocator) = 0;
  /// Who provides the memory of an output, or null.
  virtual IOutputAllocator* getOutputAllocator(const char* tensorName) const = 0;
  /// Largest size of an output with the input shapes set, in bytes; -1 if it is not known.
  virtual int64_t getMaxOutputSize(const char* tensorName) const = 0;
  /// Sets the event that enqueueV3 records when the inputs may be overwritten; null for none.
  virtual bool setInputConsumedEvent(cudaEvent_t event) = 0;
  /// Event set by setInputConsumedEvent, or null.
  virtual cudaEvent_t getInputConsumedEvent() const = 0;
  /// \}

  /// \name Profiles
  /// \{
  /// Chooses an optimization profile; shapes have to be set anew (TensorRT 6-9).
  virtual bool setOptimizationProfile(int32_t profileIndex) = 0;
  /// Chooses an optimization profile in the order of the stream (TensorRT 7.2 on).
  virtual bool setOptimizationProfileAsync(int32_t profileIndex, cudaStream_t stream) = 0;
  /// Chosen optimization profile; 0 by default.
  virtual int32_t getOptimizationProfile() const = 0;
  /// \}

  /// \name Memory and streams
  /// \{
  /// Sets the device memory of a context made without it: getDeviceMemorySize bytes of the engine,
  /// at a multiple of 256.
  virtual void setDeviceMemory(void* memory) = 0;
  /// As setDeviceMemory; an error if size is too small (TensorRT 10 on).
  virtual void setDeviceMemoryV2(void* memory, int64_t size) = 0;
  /// Device memory that the shapes set need, in bytes; 0 after an error (TensorRT 10 on).
  virtual std::size_t updateDeviceMemorySizeForShapes() = 0;
  /// Offers streams for use by enqueue besides its own (TensorRT 8.6 on).
  virtual void setAuxStreams(cudaStream_t* auxStreams, int32_t nbStreams) = 0;
  /// \}

  /// \name Times and names
  /// \{
  /// Sets who receives the times of layers; null for nobody.
  virtual void setProfiler(IProfiler* profiler) = 0;
  /// Who receives the times of layers, or null.
  virtual IProfiler* getProfiler() const = 0;
  /// Sets whether an enqueue waits and reports times itself; true by default (TensorRT 8 on).
  virtual void setEnqueueEmitsProfile(bool enqueueEmitsProfile) = 0;
  /// Whether an enqueue reports times itself.
  virtual bool getEnqueueEmitsProfile() const = 0;
  /// Reports the times of the last enqueue; false if there are none (TensorRT 8 on).
  virtual bool reportToProfiler() const = 0;
  /// Sets whether every layer is waited for.
  virtual void setDebugSync(bool sync) = 0;
  /// Whether every layer is waited for.
  virtual bool getDebugSync() const = 0;
  /// Engine of the context.
  virtual const ICudaEngine& getEngine() const = 0;
  /// Sets the name, which is copied.
  virtual void setName(const char* name) = 0;
  /// Name; empty if none is set.
  virtual const char* getName() const = 0;
  /// Sets where errors go besides the logger; null for nowhere (TensorRT 7 on).
  virtual void setErrorRecorder(IErrorRecorder* recorder) = 0;
  /// Error recorder, or null.
  virtual IErrorRecorder* getErrorRecorder() const = 0;
  /// \}
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
