#include <array>

#include "backend/cuda/formats.h"
#include "backend/cuda/generate/pointwise_source.h"
#include "backend/cuda/generated_code.h"
#include "backend/cuda/generated_kernel.h"
#include "backend/cuda/tactics.h"

namespace ingot::backend::cuda {
namespace {

constexpr std::array<int64_t, 2> kUnrolled{1, 4};

/// Fewer elements than make several of the largest blocks are handled a vector a thread.
constexpr int64_t kLeastUnrolled = 1 << 16;

/// Kernels that are written for the problem and compiled at run time. A configuration is the number
/// of vectors that a thread handles at a time.
class GeneratedPointwiseTactic final : public Tactic {
 public:
  std::string_view name() const override { return "cuda_generated_pointwise"; }

  Support supports(const Problem& problem) const override {
    if (!why_not_generated().empty()) return Support::no(why_not_generated());
    return supports_pointwise_source(problem);
  }

  std::vector<Configuration> configurations(const Problem& problem) const override {
    if (stored_elements(problem.outputs[0]) < kLeastUnrolled) return {{kUnrolled[0]}};
    return {{kUnrolled[0]}, {kUnrolled[1]}};
  }

  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override {
    require_support(*this, problem);
    const int64_t unrolled = require_configuration(*this, configuration, kUnrolled);
    const int64_t size = stored_elements(problem.outputs[0]);
    if (size == 0) return make_empty_kernel();
    return make_generated_kernel(pointwise_source(problem, static_cast<int>(unrolled)), size);
  }
};

}  // namespace

const Tactic& generated_pointwise_tactic() {
  static const auto* const tactic = new GeneratedPointwiseTactic;  // outlives every static object
  return *tactic;
}

}  // namespace ingot::backend::cuda
