#pragma once

#include <map>

#include "compiler/measure.h"
#include "compiler/problems.h"

namespace ingot::compiler {

/// What became of one candidate of a layer.
struct Trial {
  Candidate candidate;
  Layout layout{};
  double seconds = 0;   ///< 0: not timed, it was the only one
  std::string refusal;  ///< why it was not tried; empty when it was
};

struct Choice {
  Candidate chosen;
  Layout layout{};
  double seconds = 0;           ///< 0: not timed, it was the only one
  std::vector<Trial> trials;    ///< of every layout
  uint64_t workspace_size = 0;  ///< enough for every shape of every profile
};

/// A copy of a value from one format to another, both of them as format_of has them.
struct Reformat {
  ir::Value value;
  Layout layout;

  friend auto operator<=>(const Reformat&, const Reformat&) = default;
};

struct Choices {
  std::map<ir::NodeId, Choice> layers;
  /// Every copy that these layers' layouts need, outputs of the graph being linear.
  std::map<Reformat, Choice> reformats;
};

/// The candidates whose times, with those of the copies between formats, have the least sum
/// (CostGraph says where it is exactly that). A copy counts once, however many read it; a view
/// that lies in its input not at all; a concatenation without the parts that are written in place
/// (joins.h), but for parts with a pitch, which are measured later. Warns once of last resorts on a
/// device with memory of its own. Throws Error kUnsupported, naming the layer and every tactic's
/// reason, where none can compute it.
Choices choose_tactics(const ir::Graph& graph, const Settings& settings);

}  // namespace ingot::compiler
