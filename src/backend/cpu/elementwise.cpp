#include "ops/elementwise.h"

#include "backend/cpu/kernels/elementwise.h"
#include "backend/cpu/pointwise.h"
#include "backend/cpu/tactic_list.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

Support supports(const Problem& problem) {
  if (Support broadcast = supports_broadcast(problem); !broadcast) return broadcast;
  return kernels::has_elementwise(problem.op.as<ops::Elementwise>()->operation)
             ? Support::yes()
             : Support::no(str(to_string(problem.op), " has no vector form"));
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  return pointwise_kernel(problem, [loop = broadcast_loop(problem),
                                    operation = problem.op.as<ops::Elementwise>()->operation](
                                       const Launch& launch, int64_t begin, int64_t end) {
    loop.for_each_run(begin, end, [&](const StridedLoop::Offsets& offsets, int64_t count) {
      kernels::apply_elementwise(operation, {input(launch, 0) + offsets[0], loop.inner_stride(0)},
                                 {input(launch, 1) + offsets[1], loop.inner_stride(1)},
                                 output(launch) + offsets[2], count);
    });
  });
}

const CpuTactic vector_elementwise("vector_elementwise", {.supports = supports,
                                                          .prepare = prepare,
                                                          .applies_epilogue = true,
                                                          .takes_formats = true});

const RegisterTactics list(ops::Elementwise::kName, {&vector_elementwise});

}  // namespace
}  // namespace ingot::backend::cpu
