#pragma once

#include <ingot/tensorrt/level.h>

#include <string>
#include <vector>

#include "compiler/settings.h"
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

constexpr size_t kNumComparisonPhases = 2;
constexpr const char* kComparisonCancelled = "the comparison was cancelled";

/// Runs an engine beside the references. `network`: as it was lowered; `inputs`: one tensor an
/// input of it, of known shape; `progress` hears of kNumComparisonPhases phases. The engine's plan
/// is one that require_plan_of accepts; throws Error kInvalidArgument when it has no step for one
/// of the network's layers, kInvalidState when it is cancelled.
Comparison compare(const runtime::Engine& engine, const ir::Graph& network,
                   const std::vector<ir::Tensor>& inputs, const compiler::Progress& progress);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
