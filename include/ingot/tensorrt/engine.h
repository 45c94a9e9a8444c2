/// \file
/// Engines.
#pragma once

#include <cstddef>

#include "builder_flags.h"
#include "data_type.h"
#include "dims.h"
#include "error_recorder.h"
#include "host_memory.h"
#include "optimization_profile.h"
#include "profiler.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
class IEngineInspector;
class IExecutionContext;

/// When and by whom a context's device memory is provided (TensorRT 10 on).
enum class ExecutionContextAllocationStrategy : int32_t {
  kSTATIC = 0,             ///< At creation, enough for every profile.
  kON_PROFILE_CHANGE = 1,  ///< When a profile is chosen, enough for it.
  kUSER_MANAGED = 2        ///< By the program, through IExecutionContext::setDeviceMemory.
};
INGOT_ENUM_MAX(ExecutionContextAllocationStrategy, 3)

/// A built network. Made by IBuilder or IRuntime; several threads may use it at once, each with a
/// context of its own. Contexts share its weights.
///
/// Inputs and outputs are addressed by name, or by binding index: up to TensorRT 9, an engine with
/// P profiles and T tensors has P * T bindings, those of profile p from p * T on. With implicit
/// batch, dimensions leave the batch out. A name or index that does not exist is an error, logged,
/// and gives the value stated, else an empty Dims (nbDims of -1), a zero or null.
class ICudaEngine {
 public:
  virtual ~ICudaEngine() = default;

  /// Deletes the engine, as delete does (TensorRT 5-9). Its contexts must be gone.
  virtual void destroy() { delete this; }

  /// \name Contexts and serialization
  /// \{
  /// Makes a context; null after an error.
  virtual IExecutionContext* createExecutionContext(
      ExecutionContextAllocationStrategy strategy =
          ExecutionContextAllocationStrategy::kSTATIC) = 0;
  /// Makes a context whose device memory the program sets with setDeviceMemory.
  virtual IExecutionContext* createExecutionContextWithoutDeviceMemory() = 0;
  /// Makes an inspector, which must not outlive the engine; null after an error (TensorRT 8.2 on).
  virtual IEngineInspector* createEngineInspector() const = 0;
  /// Writes the engine as a plan; null after an error.
  virtual IHostMemory* serialize() const = 0;
  /// \}

  /// \name Inputs and outputs by name (TensorRT 8.5 on)
  /// \{
  /// Number of inputs and outputs.
  virtual int32_t getNbIOTensors() const = 0;
  /// Name of tensor index, inputs first; null if out of range.
  virtual const char* getIOTensorName(int32_t index) const = 0;
  /// Whether the tensor is an input, an output, or (kNONE) neither.
  virtual TensorIOMode getTensorIOMode(const char* tensorName) const = 0;
  /// Dimensions; -1 for an extent known only at run time.
  virtual Dims getTensorShape(const char* tensorName) const = 0;
  /// Element type; kFLOAT for an unknown name.
  virtual DataType getTensorDataType(const char* tensorName) const = 0;
  /// Where the context expects the data; kDEVICE for an unknown name.
  virtual TensorLocation getTensorLocation(const char* tensorName) const = 0;
  /// Whether the values are needed to infer shapes.
  virtual bool isShapeInferenceIO(const char* tensorName) const = 0;
  /// Bytes of one component of a vector; -1 if the tensor is not vectorised or unknown.
  virtual int32_t getTensorBytesPerComponent(const char* tensorName,
                                             int32_t profileIndex = 0) const = 0;
  /// Components of one vector; -1 if the tensor is not vectorised or unknown.
  virtual int32_t getTensorComponentsPerElement(const char* tensorName,
                                                int32_t profileIndex = 0) const = 0;
  /// Memory format.
  virtual TensorFormat getTensorFormat(const char* tensorName, int32_t profileIndex = 0) const = 0;
  /// Description of the memory format in words; empty for an unknown name.
  virtual const char* getTensorFormatDesc(const char* tensorName,
                                          int32_t profileIndex = 0) const = 0;
  /// Dimension that vectors run along; -1 if the tensor is not vectorised or unknown.
  virtual int32_t getTensorVectorizedDim(const char* tensorName,
                                         int32_t profileIndex = 0) const = 0;
  /// Dimensions of an input in a profile.
  virtual Dims getProfileShape(const char* tensorName, int32_t profileIndex,
                               OptProfileSelector select) const = 0;
  /// \}

  /// \name Inputs and outputs by index (TensorRT 5-9)
  /// \{
  /// Number of bindings.
  virtual int32_t getNbBindings() const = 0;
  /// Index of a tensor in the first profile; -1 for an unknown name.
  virtual int32_t getBindingIndex(const char* name) const = 0;
  /// Name of a binding; null if out of range.
  virtual const char* getBindingName(int32_t bindingIndex) const = 0;
  /// Whether a binding is an input.
  virtual bool bindingIsInput(int32_t bindingIndex) const = 0;
  /// Dimensions of a binding.
  virtual Dims getBindingDimensions(int32_t bindingIndex) const = 0;
  /// Element type of a binding.
  virtual DataType getBindingDataType(int32_t bindingIndex) const = 0;
  /// Where the context expects a binding's data.
  virtual TensorLocation getLocation(int32_t bindingIndex) const = 0;
  /// As getTensorBytesPerComponent (TensorRT 6-9).
  virtual int32_t getBindingBytesPerComponent(int32_t bindingIndex) const = 0;
  /// As getTensorComponentsPerElement (TensorRT 6-9).
  virtual int32_t getBindingComponentsPerElement(int32_t bindingIndex) const = 0;
  /// As getTensorFormat (TensorRT 6-9).
  virtual TensorFormat getBindingFormat(int32_t bindingIndex) const = 0;
  /// As getTensorFormatDesc (TensorRT 6-9).
  virtual const char* getBindingFormatDesc(int32_t bindingIndex) const = 0;
  /// As getTensorVectorizedDim (TensorRT 6-9).
  virtual int32_t getBindingVectorizedDim(int32_t bindingIndex) const = 0;
  /// Dimensions of an input in a profile (TensorRT 6-9).
  virtual Dims getProfileDimensions(int32_t bindingIndex, int32_t profileIndex,
                                    OptProfileSelector select) const = 0;
  /// Whether a binding's values are needed to infer shapes (TensorRT 6-9).
  virtual bool isShapeBinding(int32_t bindingIndex) const = 0;
  /// Whether a binding's values are needed in the run (TensorRT 6-9).
  virtual bool isExecutionBinding(int32_t bindingIndex) const = 0;
  /// \}

  /// \name Properties
  /// \{
  /// Name of the network that the engine was built from.
  virtual const char* getName() const = 0;
  /// Largest batch with implicit batch, else 1 (TensorRT 5-9).
  virtual int32_t getMaxBatchSize() const = 0;
  /// Whether the batch is left out of all dimensions (TensorRT 7.2-10).
  virtual bool hasImplicitBatchDimension() const = 0;
  /// Number of steps of a run; fusion makes them fewer than the network's layers.
  virtual int32_t getNbLayers() const = 0;
  /// Number of optimization profiles, at least 1 (TensorRT 6 on).
  virtual int32_t getNbOptimizationProfiles() const = 0;
  /// Device memory of a context for any profile, in bytes.
  virtual std::size_t getDeviceMemorySize() const = 0;
  /// As getDeviceMemorySize (TensorRT 10 on).
  int64_t getDeviceMemorySizeV2() const { return static_cast<int64_t>(getDeviceMemorySize()); }
  /// Device memory of a context for one profile, in bytes (TensorRT 10 on).
  virtual std::size_t getDeviceMemorySizeForProfile(int32_t profileIndex) const = 0;
  /// As getDeviceMemorySizeForProfile (TensorRT 10 on).
  int64_t getDeviceMemorySizeForProfileV2(int32_t profileIndex) const {
    return static_cast<int64_t>(getDeviceMemorySizeForProfile(profileIndex));
  }
  /// Scratch memory, in bytes (TensorRT 5-7).
  virtual std::size_t getWorkspaceSize() const = 0;
  /// Whether weights can be replaced.
  virtual bool isRefittable() const = 0;
  /// What the engine may be used for (TensorRT 7 on).
  virtual EngineCapability getEngineCapability() const = 0;
  /// Sources of the tactics that it uses, cuBLASLt's as kCUBLAS_LT; none for Ingot's own (TensorRT
  /// 8 on).
  virtual TacticSources getTacticSources() const = 0;
  /// How much the engine tells about its layers (TensorRT 8 on).
  virtual ProfilingVerbosity getProfilingVerbosity() const = 0;
  /// Number of streams of its own that an enqueue uses (TensorRT 8.6 on).
  virtual int32_t getNbAuxStreams() const = 0;
  /// Sets where errors go besides the logger; null for nowhere (TensorRT 7 on).
  virtual void setErrorRecorder(IErrorRecorder* recorder) = 0;
  /// Error recorder, or null.
  virtual IErrorRecorder* getErrorRecorder() const = 0;
  /// \}
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
