#pragma once

#include <NvInfer.h>

#include "api/reporter.h"
#include "plan/plan.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class Engine;

struct Loading {
  nvinfer1::IGpuAllocator* allocator = nullptr;   ///< may be null
  nvinfer1::IProgressMonitor* monitor = nullptr;  ///< of what is built again; may be null
  bool is_strict = false;                         ///< nothing is built again
};

/// An engine of the plan. Where this device cannot run it, the network that it keeps is built
/// again, with a warning, and what was tuned before becomes the new plan's others; unless
/// loading is strict, or it keeps none: then throws Error kUnsupported.
Engine* load_plan(plan::Plan plan, const Reporter& reporter, const Loading& loading);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
