// Operators that work along one axis.
#include "backend/cuda/axes.h"
#include "backend/cuda/epilogue.h"
#include "backend/cuda/kernels/axis.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactic_list.h"
#include "ops/checks.h"
#include "ops/lrn.h"
#include "ops/softmax.h"

namespace ingot::backend::cuda {
namespace {

std::unique_ptr<Kernel> prepare_softmax(const Problem& problem) {
  const ir::Shape& shape = problem.inputs[0].shape;
  const size_t axis = ops::resolve_axis(problem.op.as<ops::Softmax>()->axis, shape.size());
  return make_kernel([lines = axis_shape(shape, axis), epilogue = Epilogue(problem)](
                         const Launch& launch, cudaStream_t stream) {
    return kernels::softmax(lines, input(launch, 0), epilogue.at(launch), output(launch), stream);
  });
}

std::unique_ptr<Kernel> prepare_lrn(const Problem& problem) {
  const auto& op = *problem.op.as<ops::Lrn>();
  const kernels::Lrn lrn{.window = op.window,
                         .scale = static_cast<float>(op.alpha / static_cast<double>(op.window)),
                         .beta = static_cast<float>(op.beta),
                         .k = static_cast<float>(op.k)};
  return make_kernel([lrn, channels = axis_shape(problem.inputs[0].shape, 1),
                      epilogue = Epilogue(problem)](const Launch& launch, cudaStream_t stream) {
    return kernels::lrn(channels, lrn, input(launch, 0), epilogue.at(launch), output(launch),
                        stream);
  });
}

const CudaTactic softmax("cuda_softmax", {.supports = supports_float32,
                                          .prepare = prepare_softmax,
                                          .applies_epilogue = true});
const CudaTactic lrn("cuda_lrn", {.supports = supports_float32,
                                  .prepare = prepare_lrn,
                                  .applies_epilogue = true});

const RegisterTactics softmax_list(ops::Softmax::kName, {&softmax});
const RegisterTactics lrn_list(ops::Lrn::kName, {&lrn});

}  // namespace
}  // namespace ingot::backend::cuda
