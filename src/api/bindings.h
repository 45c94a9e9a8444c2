#pragma once

#include <NvInferRuntime.h>

#include <vector>

#include "plan/plan.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// The tensor's number among inputs and outputs; throws Error, naming it, when there is none.
size_t index_of(const plan::Plan& plan, const char* name);
/// The same for a binding index of any profile.
size_t index_of(const plan::Plan& plan, int32_t binding);
/// A shape as the user sees it: without the hidden batch.
nvinfer1::Dims visible(const plan::Plan& plan, const std::vector<int64_t>& shape);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
