#include "ops/reduce.h"

#include <optional>

#include "backend/cpu/axis_lines.h"
#include "backend/cpu/tactic_list.h"
#include "base/text.h"
#include "ops/checks.h"

namespace ingot::backend::cpu {
namespace {

struct AxisRange {
  size_t first;
  size_t last;
};

/// The reduced axes where nothing but extents of 1 lies between them.
std::optional<AxisRange> reduced_axes(const Problem& problem) {
  const ir::Shape& shape = problem.inputs[0].shape;
  std::vector<size_t> axes = ops::resolve_axes(problem.op.as<ops::Reduce>()->axes, shape.size());
  std::ranges::sort(axes);
  for (size_t axis = axes.front(); axis <= axes.back(); ++axis) {
    if (!std::ranges::binary_search(axes, axis) && shape[axis] != ir::Dim(1)) return std::nullopt;
  }
  return AxisRange{axes.front(), axes.back()};
}

Support supports(const Problem& problem) {
  const Support floats = supports_float32(problem);
  if (!floats || reduced_axes(problem)) return floats;
  return Support::no(str("axes ", join(problem.op.as<ops::Reduce>()->axes), " of ",
                         problem.inputs[0], " do not lie side by side"));
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const AxisRange range = reduced_axes(problem).value();
  return make_kernel([operation = problem.op.as<ops::Reduce>()->operation,
                      lines = axis_shape(problem.inputs[0].shape, range.first, range.last)](
                         const Launch& launch, const HostStream& stream) {
    for_each_lines(lines, stream, [&](const kernels::Lines& part) {
      kernels::reduce(operation, lines, part, input(launch, 0), output(launch));
    });
  });
}

const CpuTactic vector_reduce("vector_reduce", {.supports = supports, .prepare = prepare});

const RegisterTactics list(ops::Reduce::kName, {&vector_reduce});

}  // namespace
}  // namespace ingot::backend::cpu
