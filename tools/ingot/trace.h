#pragma once

#include <string>
#include <vector>

#include "measurement.h"

namespace ingot::tools {

/// Profiles in Chrome's trace-event format, which Perfetto reads: a track a stream, a slice an
/// inference, and in it a slice a step, with its tactic and the shape of its first output.
/// `title` is the name of it all. Throws Failure.
std::string trace_json(const LoadedEngine& engine, const std::vector<StreamProfile>& streams,
                       int batch, const std::string& title);

}  // namespace ingot::tools
