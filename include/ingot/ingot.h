/// \file
/// What Ingot has besides TensorRT's interface.
#pragma once

#ifdef INGOT_TENSORRT_LEVEL
#include "tensorrt/runtime.h"
#else
#include <NvInferRuntime.h>
#endif

#include "tensorrt/macros.h"
#include "tensorrt/progress_monitor.h"

namespace ingot {
/// Loads the plan in a file. The file is mapped, not copied: weights are read where they lie, and
/// processes that load the same file share them. Do not change the file while the engine lives;
/// saveEngine to the same path is safe. Null after an error, logged by the runtime.
TENSORRTAPI nvinfer1::ICudaEngine* loadEngine(nvinfer1::IRuntime& runtime, const char* path);

/// Whether the runtime refuses a plan that this device cannot run (strict), rather than build the
/// network that the plan keeps again, with a warning. The environment's INGOT_PLANS=strict refuses
/// too. False for a runtime that is not Ingot's.
TENSORRTAPI bool setStrictPlans(nvinfer1::IRuntime& runtime, bool strict);

/// Who hears of the progress of a network that is built again for this device, and can cancel it:
/// then the plan is not loaded. Null, as at first: nobody. The monitor must live as long as the
/// runtime loads. False for a runtime that is not Ingot's.
TENSORRTAPI bool setProgressMonitor(nvinfer1::IRuntime& runtime,
                                    nvinfer1::IProgressMonitor* monitor);

/// Writes an engine's plan to a file. The file appears whole or not at all: it is written under
/// another name in the same folder and renamed. False after an error, logged by the engine.
TENSORRTAPI bool saveEngine(const nvinfer1::ICudaEngine& engine, const char* path);

/// Writes what was serialized, a plan or a timing cache, to a file, as saveEngine does. False after
/// an error, which is logged.
TENSORRTAPI bool saveMemory(nvinfer1::ILogger& logger, const nvinfer1::IHostMemory& memory,
                            const char* path);
}  // namespace ingot
