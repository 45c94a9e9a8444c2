#include "backend/cuda/kernels/typed_reduce.h"

#include "backend/cuda/axes.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/reduce.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactics.h"
#include "base/text.h"

namespace ingot::backend::cuda {
namespace {

Support supports(const Problem& problem) {
  const ir::TensorType& x = problem.inputs[0];
  if (x.data_type == ir::DataType::kFloat32) {
    return Support::no(str("input ", x, ": takes other types than f32"));
  }
  return supports_rank(x);
}

std::unique_ptr<Kernel> prepare(const Problem& problem) {
  return make_kernel([shape = reduce_of(problem), type = number_of(problem.inputs[0])](
                         const Launch& launch, cudaStream_t stream) {
    return kernels::typed_reduce(shape, type, launch.inputs[0], launch.outputs[0], stream);
  });
}

}  // namespace

const Tactic& typed_reduction_tactic() {
  static const auto* const tactic =
      new CudaTactic("cuda_typed_reduction", {.supports = supports, .prepare = prepare});
  return *tactic;
}

}  // namespace ingot::backend::cuda
