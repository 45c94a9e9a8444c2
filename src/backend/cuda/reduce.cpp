#include "backend/cuda/reduce.h"

#include <algorithm>

#include "backend/cuda/axes.h"
#include "backend/cuda/epilogue.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactic_list.h"
#include "backend/cuda/tactics.h"
#include "ops/checks.h"
#include "ops/elements.h"
#include "ops/reduce.h"

namespace ingot::backend::cuda {
namespace {

kernels::Reduce::Operation operation_of(ops::ReduceOperation operation) {
  using To = kernels::Reduce::Operation;
  switch (operation) {
    case ops::ReduceOperation::kSum: break;
    case ops::ReduceOperation::kProduct: return To::kProduct;
    case ops::ReduceOperation::kMax: return To::kMax;
    case ops::ReduceOperation::kMin: return To::kMin;
    case ops::ReduceOperation::kAverage: return To::kAverage;
  }
  return To::kSum;
}

}  // namespace

kernels::Reduce reduce_of(const Problem& problem) {
  const auto& op = *problem.op.as<ops::Reduce>();
  const Extents extents = ir::numbers(problem.inputs[0].shape);
  const Extents strides = ops::strides_of(extents);
  const std::vector<size_t> reduced = ops::resolve_axes(op.axes, extents.size());
  kernels::Reduce shape{.operation = operation_of(op.operation)};
  for (size_t axis = extents.size(); axis-- > 0;) {
    const bool is_reduced = std::ranges::count(reduced, axis) > 0;
    int32_t& next = is_reduced ? shape.axes : shape.kept_axes;
    (is_reduced ? shape.extents : shape.kept_extents)[next] = extents[axis];
    (is_reduced ? shape.strides : shape.kept_strides)[next] = strides[axis];
    (is_reduced ? shape.count : shape.size) *= extents[axis];
    ++next;
  }
  return shape;
}

namespace {

Support supports(const Problem& problem) {
  if (Support floats = supports_float32(problem); !floats) return floats;
  return supports_rank(problem.inputs[0]);
}

std::unique_ptr<Kernel> prepare(const Problem& problem) {
  return make_kernel([shape = reduce_of(problem), epilogue = Epilogue(problem)](
                         const Launch& launch, cudaStream_t stream) {
    return kernels::reduce(shape, input(launch, 0), epilogue.at(launch), output(launch), stream);
  });
}

const CudaTactic reduce("cuda_reduce",
                        {.supports = supports, .prepare = prepare, .applies_epilogue = true});

const RegisterTactics list(ops::Reduce::kName,
                           {&reduce, &generated_reduction_tactic(), &typed_reduction_tactic()});

}  // namespace
}  // namespace ingot::backend::cuda
