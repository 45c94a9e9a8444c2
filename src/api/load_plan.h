#pragma once

#include <NvInferRuntime.h>

#include "api/reporter.h"
#include "plan/plan.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class Engine;

/// An engine of the plan. Where this device cannot run it, the network that it keeps is built
/// again, with a warning, and what was tuned before becomes the new plan's others; unless
/// `is_strict`, or it keeps none: then throws Error kUnsupported.
Engine* load_plan(plan::Plan plan, const Reporter& reporter, nvinfer1::IGpuAllocator* allocator,
                  bool is_strict);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
