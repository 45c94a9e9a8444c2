#pragma once

#include <string_view>

#include "compiler/settings.h"

namespace ingot::compiler {

/// The phases of a build, in order: optimising the graph, choosing tactics, writing the plan.
inline constexpr size_t kNumPhases = 3;

/// The phase below the step that is under way, once for each layer, copy or launch of several
/// layers that is timed: a step for each of its candidates.
inline constexpr std::string_view kTimingPhase = "timing tactics";

/// Tells that a step of a phase begins. Throws Error kInvalidState where the build is cancelled.
void begin_step(const Settings& settings, std::string_view phase, std::string_view step = {},
                size_t index = 0, size_t count = 1);

}  // namespace ingot::compiler
