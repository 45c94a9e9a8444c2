#include "backend/cuda/kernels/vector_pointwise.h"

#include "backend/cuda/epilogue.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/function.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactics.h"
#include "base/text.h"
#include "ops/elements.h"
#include "ops/parametric_relu.h"

namespace ingot::backend::cuda {
namespace {

bool runs_along_channels(const Problem& problem, size_t index) {
  return problem.is_constant[index] && problem.outputs[0].shape.size() >= 2 &&
         ops::runs_along_channels(problem.inputs[index].shape, problem.outputs[0].shape);
}

Support supports(const Problem& problem) {
  if (Support floats = supports_float32(problem); !floats) return floats;
  if (problem.outputs[0].format == ir::Format::kLinear)
    return Support::no("takes no linear output");
  for (size_t i = 0; i < own_inputs(problem); ++i) {
    const bool fits = !problem.is_constant[i] && problem.inputs[i] == problem.outputs[0];
    if (!fits && (i == 0 || !runs_along_channels(problem, i))) {
      return Support::no(str("input ", i, " of type ", problem.inputs[i], " beside ",
                             problem.outputs[0],
                             ": takes the same type, or constants along the channels"));
    }
  }
  return supports_function(problem.op);
}

kernels::Operand operand_of(const Problem& problem, size_t index) {
  if (index >= own_inputs(problem)) return {};
  if (problem.is_constant[index]) return along_channels(problem.inputs[index], problem.outputs[0]);
  return {.type = element_of(problem.inputs[index])};
}

std::unique_ptr<Kernel> prepare(const Problem& problem) {
  const kernels::VectorPointwise shape{.size = stored_elements(problem.outputs[0]),
                                       .x_type = element_of(problem.inputs[0]),
                                       .y_type = element_of(problem.outputs[0]),
                                       .function = function_of(problem.op),
                                       .first = operand_of(problem, 1),
                                       .second = operand_of(problem, 2)};
  return make_kernel([shape, own = own_inputs(problem), epilogue = Epilogue(problem)](
                         const Launch& launch, cudaStream_t stream) {
    kernels::VectorPointwise bound = shape;
    if (own > 1) bound.first.data = launch.inputs[1];
    if (own > 2) bound.second.data = launch.inputs[2];
    return kernels::vector_pointwise(bound, launch.inputs[0], epilogue.at(launch),
                                     launch.outputs[0], stream);
  });
}

}  // namespace

const Tactic& vector_pointwise_tactic() {
  static const auto* const tactic = new CudaTactic(
      "cuda_vector_pointwise",
      {.supports = supports, .prepare = prepare, .applies_epilogue = true, .takes_formats = true});
  return *tactic;
}

}  // namespace ingot::backend::cuda
