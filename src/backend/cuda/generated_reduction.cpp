#include <array>

#include "backend/cuda/formats.h"
#include "backend/cuda/generate/reduction_source.h"
#include "backend/cuda/generated_code.h"
#include "backend/cuda/generated_kernel.h"
#include "backend/cuda/tactics.h"

namespace ingot::backend::cuda {
namespace {

constexpr std::array<int64_t, 4> kLanes{1, 8, 32, 256};

/// Reductions that are written for the problem and compiled at run time. A configuration is the
/// number of threads that share an output.
class GeneratedReductionTactic final : public Tactic {
 public:
  std::string_view name() const override { return "cuda_generated_reduction"; }

  Support supports(const Problem& problem) const override {
    if (!why_not_generated().empty()) return Support::no(why_not_generated());
    return supports_reduction_source(problem);
  }

  /// Not more threads than there are parts, but for 1.
  std::vector<Configuration> configurations(const Problem& problem) const override {
    std::vector<Configuration> configurations;
    for (const int64_t lanes : kLanes) {
      if (lanes == 1 || lanes <= reduced_elements(problem)) configurations.push_back({lanes});
    }
    return configurations;
  }

  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override {
    require_support(*this, problem);
    const int64_t lanes = require_configuration(*this, configuration, kLanes);
    const int64_t size = stored_elements(problem.outputs[0]);
    if (size == 0) return make_empty_kernel();
    return make_generated_kernel(reduction_source(problem, static_cast<int>(lanes)), size);
  }
};

}  // namespace

const Tactic& generated_reduction_tactic() {
  static const auto* const tactic = new GeneratedReductionTactic;  // outlives every static object
  return *tactic;
}

}  // namespace ingot::backend::cuda
