#include "ops/concatenation.h"

#include "backend/cpu/strided_copy.h"
#include "backend/cpu/tactic_list.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::backend::cpu {
namespace {

Support supports(const Problem& problem) { return supports_strides(problem.outputs[0]); }

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const std::vector<int64_t> strides = ops::strides_of(ir::numbers(problem.outputs[0].shape));
  const size_t axis = ops::resolve_axis(problem.op.as<ops::Concatenation>()->axis, strides.size());
  std::vector<StridedCopy> copies;
  int64_t to = 0;
  for (const auto& type : problem.inputs) {
    const std::vector<int64_t> shape = ir::numbers(type.shape);
    copies.emplace_back(type.data_type, shape, ops::strides_of(shape), strides, 0, to);
    to += shape[axis] * strides[axis];
  }
  return make_kernel([copies](const Launch& launch, const HostStream& stream) {
    for (size_t i = 0; i < copies.size(); ++i) {
      copies[i].run(launch.inputs[i], launch.outputs[0], stream.pool());
    }
  });
}

const CpuTactic strided_concatenation("strided_concatenation",
                                      {.supports = supports, .prepare = prepare});

const RegisterTactics list(ops::Concatenation::kName, {&strided_concatenation});

}  // namespace
}  // namespace ingot::backend::cpu
