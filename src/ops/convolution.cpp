#include "ops/convolution.h"

#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

std::vector<ir::TensorType> infer(const Convolution& op, ir::Inputs inputs) {
  const std::vector<WindowAxis> axes = kernel_axes(op, kernel_window(inputs));
  const ir::Shape& x = inputs[0].type.shape;
  const ir::Shape& kernel = inputs[1].type.shape;
  expect_groups(op.groups, kernel[0], "the kernel's first extent");
  expect_equal(x[1], kernel[1] * op.groups, "channels of x and of kernel times groups");
  if (inputs.size() == 3) expect_equal(inputs[2].type.shape[0], kernel[0], "bias and kernels");
  ir::TensorType type{inputs[0].type.data_type, {x[0], kernel[0]}};
  for (size_t i = 0; i < axes.size(); ++i) {
    type.shape.push_back(window_output(axes[i], x[i + 2]));
  }
  return {type};
}

void reference(const Convolution& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  const auto in = std::span(inputs[0].shape);
  const auto kernel = std::span(inputs[1].shape);
  const auto out = std::span(outputs[0].shape);
  const auto window = kernel.subspan(2);
  const auto runs = window_runs(kernel_axes(op, window), in.subspan(2), out.subspan(2));
  const std::vector<double> x = read(inputs[0]);
  const std::vector<double> weights = read(inputs[1]);
  const int64_t step = op.stride.back();
  const int64_t in_cells = product(in.subspan(2));
  const int64_t out_cells = product(out.subspan(2));
  const int64_t group_channels = kernel[1];
  const int64_t group_kernels = kernel[0] / op.groups;

  std::vector<double> sums(out_cells);
  for (int64_t plane = 0; plane < out[0] * out[1]; ++plane) {
    const int64_t k = plane % out[1];
    const int64_t first_channel = plane / out[1] * in[1] + k / group_kernels * group_channels;
    sums.assign(out_cells, inputs.size() == 3 ? load(inputs[2], k) : 0.0);
    for (int64_t c = 0; c < group_channels; ++c) {
      const double* x_plane = x.data() + (first_channel + c) * in_cells;
      const double* w = weights.data() + (k * group_channels + c) * product(window);
      for (const WindowRun& run : runs) {
        for (int64_t i = 0; i < run.count; ++i) {
          sums[run.output + i] += w[run.cell] * x_plane[run.input + i * step];
        }
      }
    }
    for (int64_t i = 0; i < out_cells; ++i) store(outputs[0], plane * out_cells + i, sums[i]);
  }
}

const ir::Register<Convolution> registration({.infer = infer,
                                              .reference = reference,
                                              .accuracy = ir::Accuracy::kAccumulation});

}  // namespace
}  // namespace ingot::ops
