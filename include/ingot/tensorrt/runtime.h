/// \file
/// From a plan to an engine.
#pragma once

#include "allocator.h"
#include "engine.h"
#include "engine_inspector.h"
#include "error_recorder.h"
#include "execution_context.h"
#include "logger.h"
#include "plugin_factory.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Loads engines. Made by createInferRuntime.
class IRuntime {
 public:
  virtual ~IRuntime() = default;

  /// Deletes the runtime, as delete does (TensorRT 5-9).
  virtual void destroy() { delete this; }

  /// Reads a plan of size bytes; null after an error. The plan is checked completely before use and
  /// may be freed afterwards. The plugin factory serves plans with plugins of TensorRT 5-7.
  virtual ICudaEngine* deserializeCudaEngine(const void* blob, std::size_t size,
                                             IPluginFactory* pluginFactory = nullptr) = 0;

  /// Sets the DLA core for engines that need one.
  virtual void setDLACore(int32_t dlaCore) = 0;
  /// DLA core; 0 by default.
  virtual int32_t getDLACore() const = 0;
  /// Number of DLA cores.
  virtual int32_t getNbDLACores() const = 0;

  /// Sets where device memory of engines comes from; null for the default.
  virtual void setGpuAllocator(IGpuAllocator* allocator) = 0;
  /// Sets where errors go besides the logger; null for nowhere (TensorRT 6 on).
  virtual void setErrorRecorder(IErrorRecorder* recorder) = 0;
  /// Error recorder, or null.
  virtual IErrorRecorder* getErrorRecorder() const = 0;
  /// Logger given to createInferRuntime (TensorRT 8.5 on).
  virtual ILogger* getLogger() const = 0;
  /// Sets how many threads of the processor engines made from now on use at most; false unless
  /// maxThreads >= 1 (TensorRT 8.5 on).
  virtual bool setMaxThreads(int32_t maxThreads) = 0;
  /// Largest number of threads; that of INGOT_THREADS, or of usable cores, by default.
  virtual int32_t getMaxThreads() const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
