#include "backend/cuda/formats.h"
#include "backend/cuda/generate/pointwise_source.h"
#include "backend/cuda/generated_tactic.h"
#include "backend/cuda/tactics.h"

namespace ingot::backend::cuda {
namespace {

/// Several vectors a thread where there are elements for several of the largest blocks.
bool is_worth_trying(const Problem& problem, int64_t /*unrolled*/) {
  constexpr int64_t kLeastUnrolled = 1 << 16;
  return stored_elements(problem.outputs[0]) >= kLeastUnrolled;
}

constexpr GeneratedFunctions kFunctions{.supports = supports_pointwise_source,
                                        .source = pointwise_source,
                                        .is_worth_trying = is_worth_trying};

}  // namespace

const Tactic& generated_pointwise_tactic() {
  // By the vectors that a thread handles at a time. Outlives every static object.
  static const auto* const tactic =
      new GeneratedTactic("cuda_generated_pointwise", {1, 4}, kFunctions);
  return *tactic;
}

}  // namespace ingot::backend::cuda
