/// \file
/// What the layers of an engine are.
#pragma once

#include "engine.h"
#include "execution_context.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Form of what an inspector tells (TensorRT 8.2 on).
enum class LayerInformationFormat : int32_t {
  kONELINE = 0,  ///< A line a layer.
  kJSON = 1      ///< JSON.
};
INGOT_ENUM_MAX(LayerInformationFormat, 2)

/// Tells what an engine's layers are: its steps, as ICudaEngine::getNbLayers counts them. How much
/// of it is ICudaEngine::getProfilingVerbosity: nothing (kNONE); their names (kLAYER_NAMES_ONLY, in
/// JSON a string each); or (kDETAILED, in JSON an object each) also operators and their parameters,
/// tensors with element types, formats and dimensions, and tactics. Made by ICudaEngine, which must
/// outlive it. One thread may use it at a time (TensorRT 8.2 on).
class IEngineInspector {
 public:
  virtual ~IEngineInspector() = default;

  /// Takes the dimensions from a context of the engine, as they are there when information is asked
  /// for; those that it does not know are -1, as all that are not fixed are without one. Null for
  /// none. False, and nothing changes, where the context is of another engine.
  virtual bool setExecutionContext(const IExecutionContext* context) = 0;
  /// Context set by setExecutionContext; null for none, and once it no longer exists.
  virtual const IExecutionContext* getExecutionContext() const = 0;

  /// One layer, of 0 to getNbLayers() - 1; empty after an error, and with kNONE. The text lives
  /// until the inspector is used again.
  virtual const char* getLayerInformation(int32_t layerIndex,
                                          LayerInformationFormat format) const = 0;
  /// All layers, and the names of inputs and outputs: in JSON `{"Layers": [...], "Bindings":
  /// [...]}`. Empty after an error. The text lives until the inspector is used again.
  virtual const char* getEngineInformation(LayerInformationFormat format) const = 0;

  /// Sets where errors go besides the logger; null for nowhere.
  virtual void setErrorRecorder(IErrorRecorder* recorder) = 0;
  /// Error recorder, or null.
  virtual IErrorRecorder* getErrorRecorder() const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
