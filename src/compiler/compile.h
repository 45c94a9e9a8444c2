#pragma once

#include "compiler/settings.h"
#include "ir/graph.h"

namespace ingot::compiler {

/// Optimises the graph for the device and makes it a plan. Throws Error with the layer or pass at
/// fault.
plan::Plan compile(ir::Graph graph, const Settings& settings);

/// What a plan keeps of the settings that its network was compiled with. Device, timing cache, log
/// and progress are the caller's to set.
Settings settings_of(const plan::Plan& plan);

}  // namespace ingot::compiler
