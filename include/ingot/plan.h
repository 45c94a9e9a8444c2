/// \file
/// What is in a plan, as text for programs.
#pragma once

#include <cstddef>

#ifdef INGOT_TENSORRT_LEVEL
#include "tensorrt/host_memory.h"
#include "tensorrt/logger.h"
#else
#include <NvInferRuntime.h>
#endif

#include "tensorrt/macros.h"

namespace ingot {
/// Describes a plan as JSON in UTF-8: bindings, profiles, memory, and the steps with their tactics,
/// with what these were tried against, in how much time, and with the reasons of those that
/// declined. The plan is verified but not loaded, so it may have been built for another device; of
/// one that is tuned for several, what is for the device at hand is described. The text belongs to
/// the program and does not end with a zero. Null after an error, which is logged.
TENSORRTAPI nvinfer1::IHostMemory* describePlan(nvinfer1::ILogger& logger, const void* data,
                                                std::size_t size);
/// As above, of the plan in a file.
TENSORRTAPI nvinfer1::IHostMemory* describePlan(nvinfer1::ILogger& logger, const char* path);
}  // namespace ingot
