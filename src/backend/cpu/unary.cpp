#include "ops/unary.h"

#include "backend/cpu/kernels/unary.h"
#include "backend/cpu/pointwise.h"
#include "backend/cpu/tactic_list.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

Support supports(const Problem& problem) {
  if (Support floats = supports_float32(problem); !floats) return floats;
  return kernels::has_unary(problem.op.as<ops::Unary>()->operation)
             ? Support::yes()
             : Support::no(str(to_string(problem.op), " has no vector form"));
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  return map_kernel(problem, [operation = problem.op.as<ops::Unary>()->operation](
                                 const float* x, float* y, int64_t count) {
    kernels::apply_unary(operation, x, y, count);
  });
}

const CpuTactic vector_unary("vector_unary",
                             {.supports = supports, .prepare = prepare, .applies_epilogue = true});

const RegisterTactics list(ops::Unary::kName, {&vector_unary});

}  // namespace
}  // namespace ingot::backend::cpu
