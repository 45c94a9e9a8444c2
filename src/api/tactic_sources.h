#pragma once

#include <NvInferRuntime.h>

#include "backend/tactic.h"
#include "plan/plan.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// The libraries that a build with these sources refuses tactics of, as Tactic::library names them.
plan::LibraryNames refused_libraries(nvinfer1::TacticSources sources);

/// The sources of libraries that TensorRT of that level has no names for.
nvinfer1::TacticSources unnamed_sources(int level);

/// The source of a tactic, as a set; none for Ingot's own.
nvinfer1::TacticSources source_of(const backend::Tactic& tactic);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
