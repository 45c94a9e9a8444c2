#include "ops/activation.h"

#include "backend/cpu/kernels/activation.h"
#include "backend/cpu/pointwise.h"
#include "backend/cpu/tactic_list.h"

namespace ingot::backend::cpu {
namespace {

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  return map_kernel(
      problem, [op = *problem.op.as<ops::Activation>()](const float* x, float* y, int64_t count) {
        kernels::activate(op, x, y, count);
      });
}

const CpuTactic vector_activation("vector_activation", {.supports = supports_map,
                                                        .prepare = prepare,
                                                        .applies_epilogue = true,
                                                        .takes_formats = true});

const RegisterTactics list(ops::Activation::kName, {&vector_activation});

}  // namespace
}  // namespace ingot::backend::cpu
