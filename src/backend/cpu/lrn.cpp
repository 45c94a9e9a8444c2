#include "ops/lrn.h"

#include "backend/cpu/axis_lines.h"
#include "backend/cpu/tactic_list.h"

namespace ingot::backend::cpu {
namespace {

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  return make_kernel(
      [op = *problem.op.as<ops::Lrn>(), lines = axis_shape(problem.inputs[0].shape, 1, 1)](
          const Launch& launch, const HostStream& stream) {
        for_each_lines(lines, stream, [&](const kernels::Lines& part) {
          kernels::lrn(op, lines, part, input(launch, 0), output(launch));
        });
      });
}

const CpuTactic vector_lrn("vector_lrn", {.supports = supports_float32, .prepare = prepare});

const RegisterTactics list(ops::Lrn::kName, {&vector_lrn});

}  // namespace
}  // namespace ingot::backend::cpu
