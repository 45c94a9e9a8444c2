#include "backend/cpu/window_shape.h"

#include "backend/cpu/tactic.h"
#include "base/text.h"
#include "ops/convolution.h"
#include "ops/deconvolution.h"

namespace ingot::backend::cpu {
namespace {

kernels::SlidingAxis sliding_axis(const ops::WindowAxis& axis, int64_t input, int64_t output) {
  return {.input = input,
          .output = output,
          .window = axis.window,
          .stride = axis.stride,
          .dilation = axis.dilation,
          .pad = ops::window_padding(axis, input).begin};
}

}  // namespace

SpatialAxes spatial_axes(std::span<const ops::WindowAxis> axes, const ir::TensorType& type,
                         const ir::TensorType& output) {
  const auto axis = [&](size_t i) {
    return sliding_axis(axes[i], type.shape[i + 2].value(), output.shape[i + 2].value());
  };
  if (axes.size() == 1) return {.y = {}, .x = axis(0)};
  return {.y = axis(0), .x = axis(1)};
}

ConvolutionShape convolution_shape(const Problem& problem) {
  const auto& op = *problem.op.as<ops::Convolution>();
  const std::vector<int64_t> kernel = ir::numbers(problem.inputs[1].shape);
  const std::vector<int64_t> window(kernel.begin() + 2, kernel.end());
  return {
      .batch = problem.inputs[0].shape[0].value(),
      .groups = op.groups,
      .channels = kernel[1],
      .filters = kernel[0] / op.groups,
      .axes = spatial_axes(ops::kernel_axes(op, window), problem.inputs[0], problem.outputs[0])};
}

ConvolutionShape deconvolution_shape(const Problem& problem) {
  const auto& op = *problem.op.as<ops::Deconvolution>();
  const std::vector<int64_t> kernel = ir::numbers(problem.inputs[1].shape);
  const std::vector<int64_t> window(kernel.begin() + 2, kernel.end());
  return {
      .batch = problem.inputs[0].shape[0].value(),
      .groups = op.groups,
      .channels = kernel[0] / op.groups,
      .filters = kernel[1],
      .axes = spatial_axes(ops::kernel_axes(op, window), problem.outputs[0], problem.inputs[0])};
}

Support supports_window(const Problem& problem) {
  if (Support floats = supports_float32(problem); !floats) return floats;
  const size_t rank = problem.inputs[0].shape.size();
  if (rank != 3 && rank != 4) {
    return Support::no(str("input ", problem.inputs[0], " has ", static_cast<int64_t>(rank) - 2,
                           " spatial axes: takes 1 or 2"));
  }
  return Support::yes();
}

}  // namespace ingot::backend::cpu
