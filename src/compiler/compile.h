#pragma once

#include "compiler/settings.h"
#include "ir/graph.h"

namespace ingot::compiler {

/// Optimises the graph for the device and makes it a plan. Throws Error with the layer or pass at
/// fault.
plan::Plan compile(ir::Graph graph, const Settings& settings);

}  // namespace ingot::compiler
