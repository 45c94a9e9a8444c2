#include "ops/deconvolution.h"

#include "base/text.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

ir::Dim output_extent(const WindowAxis& axis, const ir::Dim& extent) {
  if (axis.mode == PaddingMode::kSameUpper || axis.mode == PaddingMode::kSameLower) {
    return extent * axis.stride;
  }
  const ir::Dim output = (extent - 1) * axis.stride + axis.span() - axis.pad_begin - axis.pad_end;
  require(!output.is_known() || output.value() > 0, ErrorCode::kInvalidArgument, [&] {
    return str("expected padding that leaves cells of the output, got ", axis.pad_begin, " + ",
               axis.pad_end, " for extent ", extent, ", stride ", axis.stride,
               " and a window that spans ", axis.span());
  });
  return output;
}

std::vector<ir::TensorType> infer(const Deconvolution& op, ir::Inputs inputs) {
  const std::vector<WindowAxis> axes = kernel_axes(op, kernel_window(inputs));
  const ir::Shape& x = inputs[0].type.shape;
  const ir::Shape& kernel = inputs[1].type.shape;
  expect_groups(op.groups, kernel[0], "the kernel's first extent");
  expect_equal(x[1], kernel[0], "channels of x and of kernel");
  const ir::Dim outputs = kernel[1] * op.groups;
  if (inputs.size() == 3) {
    expect_equal(inputs[2].type.shape[0], outputs, "bias and output channels");
  }
  ir::TensorType type{inputs[0].type.data_type, {x[0], outputs}};
  for (size_t i = 0; i < axes.size(); ++i) {
    type.shape.push_back(output_extent(axes[i], x[i + 2]));
  }
  return {type};
}

/// The runs of the convolution that this transposes: their inputs are outputs here.
void reference(const Deconvolution& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  const auto in = std::span(inputs[0].shape);
  const auto kernel = std::span(inputs[1].shape);
  const auto out = std::span(outputs[0].shape);
  const auto window = kernel.subspan(2);
  const auto runs = window_runs(kernel_axes(op, window), out.subspan(2), in.subspan(2));
  const std::vector<double> x = read(inputs[0]);
  const std::vector<double> weights = read(inputs[1]);
  const int64_t step = op.stride.back();
  const int64_t in_cells = product(in.subspan(2));
  const int64_t out_cells = product(out.subspan(2));
  const int64_t group_channels = kernel[0] / op.groups;
  const int64_t group_outputs = kernel[1];

  std::vector<double> sums(out_cells);
  for (int64_t plane = 0; plane < out[0] * out[1]; ++plane) {
    const int64_t k = plane % out[1];
    const int64_t first_channel = k / group_outputs * group_channels;
    sums.assign(out_cells, inputs.size() == 3 ? load(inputs[2], k) : 0.0);
    for (int64_t c = first_channel; c < first_channel + group_channels; ++c) {
      const double* x_plane = x.data() + (plane / out[1] * in[1] + c) * in_cells;
      const double* w = weights.data() + (c * group_outputs + k % group_outputs) * product(window);
      for (const WindowRun& run : runs) {
        for (int64_t i = 0; i < run.count; ++i) {
          sums[run.input + i * step] += w[run.cell] * x_plane[run.output + i];
        }
      }
    }
    for (int64_t i = 0; i < out_cells; ++i) store(outputs[0], plane * out_cells + i, sums[i]);
  }
}

const ir::Register<Deconvolution> registration({.infer = infer,
                                                .reference = reference,
                                                .accuracy = ir::Accuracy::kAccumulation});

}  // namespace
}  // namespace ingot::ops
