#pragma once

#include <map>

#include "compiler/measure.h"
#include "ir/graph.h"

namespace ingot::compiler {

/// What became of one candidate of a layer.
struct Trial {
  Candidate candidate;
  double seconds = 0;   ///< 0: not timed, it was the only one
  std::string refusal;  ///< why it was not tried; empty when it was
};

struct Choice {
  Candidate chosen;
  std::vector<Trial> trials;
  uint64_t workspace_size = 0;  ///< enough for every shape of every profile
};

/// The fastest candidate for every operator of the graph. Throws Error kUnsupported, naming the
/// layer and every tactic's reason, where none can compute it.
std::map<ir::NodeId, Choice> choose_tactics(const ir::Graph& graph, const Settings& settings);

}  // namespace ingot::compiler
