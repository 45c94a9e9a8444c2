#pragma once

#include "api/builder_config.h"
#include "api/network.h"
#include "plan/plan.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// The plan of a network. `max_batch` counts for implicit batch alone. Measures in memory of the
/// allocator, where there is one. Throws Error.
plan::Plan build_plan(const Network& network, const BuilderConfig& config, int32_t max_batch,
                      nvinfer1::IGpuAllocator* allocator, const Reporter& reporter);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
