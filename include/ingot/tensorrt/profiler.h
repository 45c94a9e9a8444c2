/// \file
/// The program's receiver of layer times.
#pragma once

#include "versioned_interface.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Receives the time of each layer of a run; implemented by the program.
class IProfiler : public IVersionedInterface {
 public:
  /// Takes the time of one layer, in milliseconds. Called once a layer in execution order.
  virtual void reportLayerTime(const char* layerName, float ms) = 0;
};

/// How much an engine's IEngineInspector tells about its layers (TensorRT 7.1 on).
enum class ProfilingVerbosity : int32_t {
  kLAYER_NAMES_ONLY = 0,         ///< Layer names.
  kDEFAULT = kLAYER_NAMES_ONLY,  ///< Name of kLAYER_NAMES_ONLY in TensorRT 7-9.
  kNONE = 1,                     ///< Nothing.
  kDETAILED = 2,                 ///< Names, formats, tactics and parameters.
  kVERBOSE = kDETAILED           ///< Name of kDETAILED in TensorRT 7-9.
};
INGOT_ENUM_MAX(ProfilingVerbosity, 3)
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
