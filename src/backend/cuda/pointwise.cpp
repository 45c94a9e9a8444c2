// Operators that are a function of one element of each input.
#include "backend/cuda/pointwise.h"

#include "backend/cuda/axes.h"
#include "backend/cuda/epilogue.h"
#include "backend/cuda/function.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactic_list.h"
#include "backend/cuda/tactics.h"
#include "ops/activation.h"
#include "ops/elements.h"
#include "ops/elementwise.h"
#include "ops/parametric_relu.h"
#include "ops/scale.h"
#include "ops/unary.h"

namespace ingot::backend::cuda {

kernels::Pointwise pointwise_of(const Problem& problem) {
  const Extents extents = ir::numbers(problem.outputs[0].shape);
  kernels::Pointwise shape{.size = num_elements(problem.outputs[0].shape).value(),
                           .axes = static_cast<int32_t>(extents.size()),
                           .inputs = static_cast<int32_t>(own_inputs(problem)),
                           .function = function_of(problem.op)};
  put_innermost_first(extents, shape.extents);
  for (size_t i = 0; i < own_inputs(problem); ++i) {
    put_innermost_first(ops::broadcast_strides(ir::numbers(problem.inputs[i].shape), extents),
                        shape.strides[i]);
  }
  return shape;
}

namespace {

Support supports(const Problem& problem) {
  if (Support floats = supports_float32(problem); !floats) return floats;
  if (Support rank = supports_rank(problem.outputs[0]); !rank) return rank;
  return supports_function(problem.op);
}

std::unique_ptr<Kernel> prepare(const Problem& problem) {
  return make_kernel([shape = pointwise_of(problem), epilogue = Epilogue(problem)](
                         const Launch& launch, cudaStream_t stream) {
    const float* const x[] = {input(launch, 0), input(launch, 1), input(launch, 2)};
    return kernels::pointwise(shape, x, epilogue.at(launch), output(launch), stream);
  });
}

const CudaTactic pointwise("cuda_pointwise",
                           {.supports = supports, .prepare = prepare, .applies_epilogue = true});

const RegisterTactics activation(ops::Activation::kName,
                                 {&vector_pointwise_tactic(), &pointwise,
                                  &generated_pointwise_tactic(), &typed_pointwise_tactic()});
const RegisterTactics elementwise(ops::Elementwise::kName,
                                  {&vector_pointwise_tactic(), &pointwise,
                                   &generated_pointwise_tactic(), &typed_pointwise_tactic()});
const RegisterTactics parametric_relu(ops::ParametricRelu::kName,
                                      {&vector_pointwise_tactic(), &pointwise,
                                       &generated_pointwise_tactic(), &typed_pointwise_tactic()});
const RegisterTactics scale(ops::Scale::kName,
                            {&vector_pointwise_tactic(), &pointwise, &generated_pointwise_tactic(),
                             &typed_pointwise_tactic()});
const RegisterTactics unary(ops::Unary::kName,
                            {&vector_pointwise_tactic(), &pointwise, &generated_pointwise_tactic(),
                             &typed_pointwise_tactic()});

}  // namespace
}  // namespace ingot::backend::cuda
