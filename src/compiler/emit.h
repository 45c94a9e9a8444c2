#pragma once

#include <map>

#include "compiler/choose.h"
#include "plan/plan.h"

namespace ingot::compiler {

/// The plan of a graph whose tactics are chosen: packs weights, places tensors in the arena, and
/// lists the steps in topological order. Every graph output is made by an operator of its own. The
/// plan keeps `network`, which the graph was made of.
plan::Plan emit(const ir::Graph& graph, const ir::Graph& network, const Choices& choices,
                const Settings& settings);

}  // namespace ingot::compiler
