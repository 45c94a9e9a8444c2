#pragma once

#include <NvInferRuntime.h>

#include "api/reporter.h"
#include "plan/plan.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class Engine;

/// An engine of the plan, or of the first of its others that this device can run. Where there is
/// none, the network that the plan keeps is built again, with a warning, and what was tuned before
/// becomes the new plan's others; unless `is_strict`, or it keeps none: then throws Error
/// kUnsupported.
Engine* load_plan(plan::Plan plan, const Reporter& reporter, nvinfer1::IGpuAllocator* allocator,
                  bool is_strict);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
