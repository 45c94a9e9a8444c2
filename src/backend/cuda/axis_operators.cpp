// Operators that work along one axis.
#include "backend/cuda/axes.h"
#include "backend/cuda/epilogue.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/kernels/axis.h"
#include "backend/cuda/lrn.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactic_list.h"
#include "backend/cuda/tactics.h"
#include "base/text.h"
#include "ops/checks.h"
#include "ops/lrn.h"
#include "ops/softmax.h"

namespace ingot::backend::cuda {
namespace {

size_t softmax_axis(const Problem& problem) {
  return ops::resolve_axis(problem.op.as<ops::Softmax>()->axis, problem.inputs[0].shape.size());
}

/// Lines of any axis of row-major tensors, and of channels in any format.
Support supports_softmax(const Problem& problem) {
  if (Support floats = supports_float32(problem); !floats) return floats;
  const ir::TensorType& x = problem.inputs[0];
  const ir::TensorType& y = problem.outputs[0];
  const bool are_row_major = ir::is_row_major(x.format) && ir::is_row_major(y.format);
  const auto is_known = [](ir::Format format) {
    return ir::is_row_major(format) || ir::is_channels_last(format);
  };
  const bool takes =
      are_row_major || (softmax_axis(problem) == 1 && is_known(x.format) && is_known(y.format));
  return takes ? Support::yes()
               : Support::no(str("from ", x, " to ", y, ": sums along channels alone"));
}

kernels::LinePlaces places_of(const ir::TensorType& type, const kernels::AxisShape& shape) {
  kernels::LinePlaces places{
      .outer_stride = shape.extent * shape.inner, .stride = shape.inner, .type = element_of(type)};
  if (ir::is_channels_last(type.format)) {
    places.inner_stride = pitch_of(type);
    places.outer_stride = shape.inner * places.inner_stride;
    places.stride = 1;
  }
  return places;
}

kernels::Softmax softmax_of(const Problem& problem) {
  const ir::TensorType& x = problem.inputs[0];
  const kernels::AxisShape shape = axis_shape(x.shape, softmax_axis(problem));
  return {.outer = shape.outer,
          .inner = shape.inner,
          .extent = shape.extent,
          .x = places_of(x, shape),
          .y = places_of(problem.outputs[0], shape)};
}

std::unique_ptr<Kernel> prepare_softmax(const Problem& problem) {
  const kernels::Softmax shape = softmax_of(problem);
  return make_kernel(
      [shape, epilogue = Epilogue(problem)](const Launch& launch, cudaStream_t stream) {
        return kernels::softmax(shape, launch.inputs[0], epilogue.at(launch), launch.outputs[0],
                                stream);
      });
}

std::unique_ptr<Kernel> prepare_lrn(const Problem& problem) {
  return make_kernel([lrn = lrn_of(*problem.op.as<ops::Lrn>()),
                      channels = axis_shape(problem.inputs[0].shape, 1),
                      epilogue = Epilogue(problem)](const Launch& launch, cudaStream_t stream) {
    return kernels::lrn(channels, lrn, input(launch, 0), epilogue.at(launch), output(launch),
                        stream);
  });
}

const CudaTactic softmax("cuda_softmax", {.supports = supports_softmax,
                                          .prepare = prepare_softmax,
                                          .applies_epilogue = true,
                                          .takes_formats = true});
const CudaTactic lrn("cuda_lrn", {.supports = supports_float32,
                                  .prepare = prepare_lrn,
                                  .applies_epilogue = true});

const RegisterTactics softmax_list(ops::Softmax::kName, {&softmax, &in_float32_tactic()});
const RegisterTactics lrn_list(ops::Lrn::kName,
                               {&channel_lrn_tactic(), &lrn, &in_float32_tactic()});

}  // namespace
}  // namespace ingot::backend::cuda
