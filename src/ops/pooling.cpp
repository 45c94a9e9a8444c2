#include "ops/pooling.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {

std::vector<WindowAxis> pooling_axes(const Pooling& op) {
  const std::vector<int64_t> dilation(op.window.size(), 1);
  return window_axes({op.window, op.stride, dilation, op.pad_begin, op.pad_end, op.padding});
}

namespace {

std::vector<ir::TensorType> infer(const Pooling& op, ir::Inputs inputs) {
  expect_inputs(inputs, 1);
  expect_numeric(inputs[0], "x");
  ir::TensorType type = inputs[0].type;
  expect_rank(inputs[0], 3, kAnyRank, "x [N, C, spatial...]");
  expect_entries(op.window, type.shape.size() - 2, 1, kMaxAttribute, "window");
  const std::vector<WindowAxis> axes = pooling_axes(op);
  for (size_t i = 0; i < axes.size(); ++i) {
    type.shape[i + 2] = window_output(axes[i], type.shape[i + 2]);
  }
  return {type};
}

/// For each output the number of its window's cells that lie on `input`.
std::vector<double> count_cells(std::span<const WindowAxis> axes, const Extents& input,
                                const Extents& output) {
  std::vector<double> counts(product(output));
  for (const WindowRun& run : window_runs(axes, input, output)) {
    for (int64_t i = 0; i < run.count; ++i) counts[run.output + i] += 1;
  }
  return counts;
}

/// What the sum of each window is divided by.
std::vector<double> divisors(const Pooling& op, Extents input, const Extents& output) {
  std::vector<WindowAxis> axes = pooling_axes(op);
  if (op.excludes_padding) return count_cells(axes, input, output);
  for (size_t i = 0; i < axes.size(); ++i) {
    const WindowPadding padding = window_padding(axes[i], input[i]);
    input[i] += padding.begin + padding.end;
    axes[i] = {.window = axes[i].window,
               .stride = axes[i].stride,
               .dilation = 1,
               .pad_begin = 0,
               .pad_end = 0,
               .mode = PaddingMode::kExplicitRoundDown};
  }
  return count_cells(axes, input, output);
}

double pooled(const Pooling& op, double largest, double average) {
  switch (op.kind) {
    case PoolingKind::kMax: return largest;
    case PoolingKind::kAverage: return average;
    case PoolingKind::kBlend: break;
  }
  return (1 - op.blend) * largest + op.blend * average;
}

void reference(const Pooling& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  const Extents in(inputs[0].shape.begin() + 2, inputs[0].shape.end());
  const Extents out(outputs[0].shape.begin() + 2, outputs[0].shape.end());
  const std::vector<WindowAxis> axes = pooling_axes(op);
  const std::vector<WindowRun> runs = window_runs(axes, in, out);
  const std::vector<double> cells = count_cells(axes, in, out);
  const std::vector<double> divisor = divisors(op, in, out);
  const std::vector<double> x = read(inputs[0]);
  const int64_t step = op.stride.back();
  const int64_t planes = inputs[0].shape[0] * inputs[0].shape[1];
  for (int64_t plane = 0; plane < planes; ++plane) {
    const double* from = x.data() + plane * product(in);
    std::vector<double> largest(cells.size(), -std::numeric_limits<double>::infinity());
    std::vector<double> sums(cells.size());
    for (const WindowRun& run : runs) {
      for (int64_t i = 0; i < run.count; ++i) {
        const double value = from[run.input + i * step];
        largest[run.output + i] = std::max(largest[run.output + i], value);
        sums[run.output + i] += value;
      }
    }
    for (size_t i = 0; i < cells.size(); ++i) {
      const double value = cells[i] == 0 ? 0 : pooled(op, largest[i], sums[i] / divisor[i]);
      store(outputs[0], static_cast<int64_t>(plane * cells.size() + i), value);
    }
  }
}

const ir::Register<Pooling> registration({.infer = infer,
                                          .reference = reference,
                                          .accuracy = ir::Accuracy::kAccumulation});

}  // namespace
}  // namespace ingot::ops
