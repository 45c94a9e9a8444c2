#include "ops/slice.h"

#include "backend/cpu/strided_copy.h"
#include "backend/cpu/tactic_list.h"
#include "base/text.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::backend::cpu {
namespace {

/// No unless every element is taken from inside the input.
Support supports(const Problem& problem) {
  const auto& op = *problem.op.as<ops::Slice>();
  const ir::Shape& shape = problem.inputs[0].shape;
  const std::vector<size_t> axes = ops::resolve_axes(op.axes, shape.size());
  for (size_t i = 0; i < axes.size(); ++i) {
    if (op.size[i] == 0) continue;
    const int64_t last = op.start[i] + (op.size[i] - 1) * op.stride[i];
    const int64_t extent = shape[axes[i]].value();
    if (std::min(op.start[i], last) < 0 || std::max(op.start[i], last) >= extent) {
      return Support::no(str("elements ", op.start[i], " to ", last, " of axis ", axes[i],
                             " leave its extent of ", extent, ": takes those inside"));
    }
  }
  return supports_strides(problem.inputs[0]);
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const auto& op = *problem.op.as<ops::Slice>();
  const std::vector<int64_t> shape = ir::numbers(problem.outputs[0].shape);
  std::vector<int64_t> strides = ops::strides_of(ir::numbers(problem.inputs[0].shape));
  const std::vector<size_t> axes = ops::resolve_axes(op.axes, shape.size());
  int64_t from = 0;
  for (size_t i = 0; i < axes.size(); ++i) {
    from += op.start[i] * strides[axes[i]];
    strides[axes[i]] *= op.stride[i];
  }
  const StridedCopy copy(problem.outputs[0].data_type, shape, strides, ops::strides_of(shape), from,
                         0);
  return make_kernel([copy](const Launch& launch, const HostStream& stream) {
    copy.run(launch.inputs[0], launch.outputs[0], stream.pool());
  });
}

const CpuTactic strided_slice("strided_slice", {.supports = supports, .prepare = prepare});

const RegisterTactics list(ops::Slice::kName, {&strided_slice});

}  // namespace
}  // namespace ingot::backend::cpu
