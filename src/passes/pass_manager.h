#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "ir/graph.h"

namespace ingot::passes {

struct Pass {
  std::string_view name;
  size_t (*run)(ir::Graph&);
  std::string_view description;  ///< one line, for listings
};

/// What a pass did to a named layer: merged it into another, or removed it.
struct Fusion {
  std::string pass;
  std::string layer;
  std::string into;  ///< the name of the layer that does its work; empty: none is needed
};

/// Runs the passes in order and verifies the graph after each; an Error's context names the pass.
/// Logs a line for each pass that changes something. Returns what became of layers that are no
/// longer there under their name, in the order in which it happened.
std::vector<Fusion> run(ir::Graph& graph, std::span<const Pass> passes, const Log& log = {});

}  // namespace ingot::passes
