/// \file
/// The plugin factory argument of IRuntime::deserializeCudaEngine.
#pragma once

#include <cstddef>

#include "level.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
class IPlugin;
class IPluginExt;
class IPluginV2;

/// Makes plugins while an engine is deserialized; implemented by the program (TensorRT 5-7).
class IPluginFactory {
 public:
  virtual ~IPluginFactory() = default;

  /// Returns the plugin of a layer from the bytes that it had serialized, or null.
  virtual IPlugin* createPlugin(const char* layerName, const void* serialData,
                                size_t serialLength) = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
