/// \file
/// Entry points of the builder.
#pragma once

#include "builder.h"
#include "macros.h"
#include "version.h"

/// Makes an IBuilder; arguments and result as in createInferRuntime_INTERNAL.
extern "C" TENSORRTAPI void* createInferBuilder_INTERNAL(void* logger, int32_t version);

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Makes a builder; null after an error. The logger must outlive it.
inline IBuilder* createInferBuilder(ILogger& logger) {
  return static_cast<IBuilder*>(
      createInferBuilder_INTERNAL(&logger, static_cast<int32_t>(NV_TENSORRT_VERSION)));
}
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
