/// \file
/// Entry points of the runtime.
#pragma once

#include "macros.h"
#include "runtime.h"
#include "version.h"

/// Makes an IRuntime of the level that version tells (NV_TENSORRT_VERSION of the caller: 100000 and
/// more are 10000 * major, less are 1000 * major); logger is an ILogger of that level. Returns the
/// IRuntime's address, or null.
extern "C" TENSORRTAPI void* createInferRuntime_INTERNAL(void* logger, int32_t version);

/// Logger of the object made last, or null.
extern "C" TENSORRTAPI nvinfer1::ILogger* getLogger();

/// Version of the library as one number, in the form of the newest level.
extern "C" TENSORRTAPI int32_t getInferLibVersion();
/// Major number of getInferLibVersion.
extern "C" TENSORRTAPI int32_t getInferLibMajorVersion();
/// Minor number of getInferLibVersion.
extern "C" TENSORRTAPI int32_t getInferLibMinorVersion();
/// Patch number of getInferLibVersion.
extern "C" TENSORRTAPI int32_t getInferLibPatchVersion();
/// Build number of the library.
extern "C" TENSORRTAPI int32_t getInferLibBuildVersion();

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Makes a runtime; null after an error. The logger must outlive it.
inline IRuntime* createInferRuntime(ILogger& logger) {
  return static_cast<IRuntime*>(
      createInferRuntime_INTERNAL(&logger, static_cast<int32_t>(NV_TENSORRT_VERSION)));
}
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
