#pragma once

#include <ingot/tensorrt/level.h>

#include <string>
#include <vector>

#include "ir/graph.h"
#include "runtime/engine.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Distances of elements from the reference.
struct Difference {
  double max_error = 0;
  double mean_error = 0;
  double max_ratio = 0;  ///< the largest quotient of an error and what is allowed there
  int64_t num_beyond = 0;
  int64_t num_values = 0;
};

struct StepDifference {
  const plan::Step* step = nullptr;
  Difference difference{};
};

struct OutputDifference {
  std::string name;
  double max_error = 0;
  double mean_error = 0;
  double max_value = 0;  ///< of the reference
};

struct Comparison {
  std::vector<StepDifference> steps;
  std::vector<OutputDifference> outputs;
};

/// Throws Error kInvalidArgument unless inputs and outputs have the same names and types.
void require_plan_of(const plan::Plan& plan, const ir::Graph& network);

/// Runs an engine beside the references. `network`: as it was lowered; `inputs`: one tensor an
/// input of it, of known shape. The engine's plan is one that require_plan_of accepts; throws Error
/// kInvalidArgument when it has no step for one of the network's layers.
Comparison compare(const runtime::Engine& engine, const ir::Graph& network,
                   const std::vector<ir::Tensor>& inputs);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
