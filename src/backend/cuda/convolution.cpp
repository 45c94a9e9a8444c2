// Convolution and its transpose.
#include "backend/cuda/kernels/convolution.h"

#include "backend/cuda/epilogue.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactic_list.h"
#include "backend/cuda/tactics.h"
#include "backend/cuda/window.h"
#include "base/text.h"
#include "ops/convolution.h"
#include "ops/deconvolution.h"

namespace ingot::backend::cuda {
namespace {

constexpr int64_t kMostGroups = 65535;  // of a grid's third axis

int64_t groups_of(const ir::Op& op) {
  if (const auto* convolution = op.as<ops::Convolution>()) return convolution->groups;
  const auto* deconvolution = op.as<ops::Deconvolution>();
  return deconvolution != nullptr ? deconvolution->groups : 1;
}

Support supports(const Problem& problem) {
  if (Support window = supports_window(problem); !window) return window;
  const int64_t groups = groups_of(problem.op);
  return groups <= kMostGroups ? Support::yes()
                               : Support::no(str(groups, " groups: takes up to ", kMostGroups));
}

std::vector<int64_t> window_of(const Problem& problem) {
  const std::vector<int64_t> kernel = ir::numbers(problem.inputs[1].shape);
  return {kernel.begin() + 2, kernel.end()};
}

kernels::Convolution shape_of(const Problem& problem) {
  const std::vector<int64_t> kernel = ir::numbers(problem.inputs[1].shape);
  const ir::TensorType& x = problem.inputs[0];
  const ir::TensorType& y = problem.outputs[0];
  kernels::Convolution shape{.batch = x.shape[0].value(), .groups = groups_of(problem.op)};
  if (const auto* convolution = problem.op.as<ops::Convolution>()) {
    shape.channels = kernel[1];
    shape.filters = kernel[0] / shape.groups;
    put_axes(ops::kernel_axes(*convolution, window_of(problem)), x, y, shape.axes);
  } else if (const auto* deconvolution = problem.op.as<ops::Deconvolution>()) {
    shape.channels = kernel[0] / shape.groups;
    shape.filters = kernel[1];
    shape.is_transposed = true;
    put_axes(ops::kernel_axes(*deconvolution, window_of(problem)), y, x, shape.axes);
  }
  return shape;
}

std::unique_ptr<Kernel> prepare(const Problem& problem) {
  return make_kernel([shape = shape_of(problem), has_bias = own_inputs(problem) > 2,
                      epilogue = Epilogue(problem)](const Launch& launch, cudaStream_t stream) {
    return kernels::convolution(shape, input(launch, 0), input(launch, 1),
                                has_bias ? input(launch, 2) : nullptr, epilogue.at(launch),
                                output(launch), stream);
  });
}

const CudaTactic tiled_convolution("cuda_tiled_convolution", {.supports = supports,
                                                              .prepare = prepare,
                                                              .applies_epilogue = true});

const RegisterTactics convolution(ops::Convolution::kName,
                                  {&depthwise_tactic(), &image_convolution_tactic(),
                                   &tensor_convolution_tactic(), &cublaslt_convolution_tactic(),
                                   &cublaslt_tf32_convolution_tactic(), &cudnn_convolution_tactic(),
                                   &cudnn_tf32_convolution_tactic(), &tiled_convolution,
                                   &in_float32_tactic()});
const RegisterTactics deconvolution(ops::Deconvolution::kName,
                                    {&tiled_convolution, &in_float32_tactic()});

}  // namespace
}  // namespace ingot::backend::cuda
