#include "ops/softmax.h"

#include "backend/cpu/axis_lines.h"
#include "backend/cpu/tactic_list.h"
#include "ops/checks.h"

namespace ingot::backend::cpu {
namespace {

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const ir::Shape& shape = problem.inputs[0].shape;
  const size_t axis = ops::resolve_axis(problem.op.as<ops::Softmax>()->axis, shape.size());
  return make_kernel(
      [lines = axis_shape(shape, axis, axis)](const Launch& launch, const HostStream& stream) {
        for_each_lines(lines, stream, [&](const kernels::Lines& part) {
          kernels::softmax(lines, part, input(launch, 0), output(launch));
        });
      });
}

const CpuTactic vector_softmax("vector_softmax",
                               {.supports = supports_float32, .prepare = prepare});

const RegisterTactics list(ops::Softmax::kName, {&vector_softmax});

}  // namespace
}  // namespace ingot::backend::cpu
