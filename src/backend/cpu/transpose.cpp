#include "ops/transpose.h"

#include "backend/cpu/strided_copy.h"
#include "backend/cpu/tactic_list.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::backend::cpu {
namespace {

Support supports(const Problem& problem) { return supports_strides(problem.inputs[0]); }

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const std::vector<int64_t> shape = ir::numbers(problem.outputs[0].shape);
  const std::vector<int64_t> strides = ops::strides_of(ir::numbers(problem.inputs[0].shape));
  std::vector<int64_t> permuted;
  for (const size_t axis :
       ops::resolve_axes(problem.op.as<ops::Transpose>()->permutation, shape.size())) {
    permuted.push_back(strides[axis]);
  }
  const StridedCopy copy(problem.outputs[0].data_type, shape, permuted, ops::strides_of(shape), 0,
                         0);
  return make_kernel([copy](const Launch& launch, const HostStream& stream) {
    copy.run(launch.inputs[0], launch.outputs[0], stream.pool());
  });
}

const CpuTactic strided_transpose("strided_transpose", {.supports = supports, .prepare = prepare});

const RegisterTactics list(ops::Transpose::kName, {&strided_transpose});

}  // namespace
}  // namespace ingot::backend::cpu
