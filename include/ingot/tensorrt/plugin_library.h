/// \file
/// The library of plugins.
#pragma once

#include "level.h"
#include "macros.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Parameters of the library's plugins.
namespace plugin {}
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1

/// Registers the plugins of the library under a namespace; logger is an ILogger or null. Returns
/// whether all could be registered.
extern "C" TENSORRTAPI bool initLibNvInferPlugins(void* logger, const char* libNamespace);
