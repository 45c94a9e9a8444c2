#include "backend/cuda/generate/reduction_source.h"
#include "backend/cuda/generated_tactic.h"
#include "backend/cuda/tactics.h"

namespace ingot::backend::cuda {
namespace {

/// Not more threads than there are parts.
bool is_worth_trying(const Problem& problem, int64_t lanes) {
  return lanes <= reduced_elements(problem);
}

constexpr GeneratedFunctions kFunctions{.supports = supports_reduction_source,
                                        .source = reduction_source,
                                        .is_worth_trying = is_worth_trying};

}  // namespace

const Tactic& generated_reduction_tactic() {
  // By the threads that share an output. Outlives every static object.
  static const auto* const tactic =
      new GeneratedTactic("cuda_generated_reduction", {1, 8, 32, 256}, kFunctions);
  return *tactic;
}

}  // namespace ingot::backend::cuda
