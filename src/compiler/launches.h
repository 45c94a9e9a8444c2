#pragma once

#include <map>
#include <vector>

#include "compiler/joins.h"

namespace ingot::compiler {

/// The operators that one launch computes, in topological order.
using OperatorsOfLaunch = std::vector<ir::NodeId>;

/// The launches of a graph in an order in which each finds what it reads. The graph's topological
/// order, but that an operator moves up to one of which it is the only reader (Tactic::with_next),
/// or to one that it does not depend on (Tactic::together), where one launch of both takes less
/// time than one of each; what it reads and was not computed yet then comes before them. Nothing
/// moves behind an operator that came after it, so that what place_joined found holds. Operators
/// that need a workspace, or were not timed, are launched alone.
std::vector<OperatorsOfLaunch> launches_of(const ir::Graph& graph, const Choices& choices,
                                           const std::map<ir::Value, Place>& places,
                                           const Settings& settings);

}  // namespace ingot::compiler
