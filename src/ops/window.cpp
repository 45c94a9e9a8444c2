#include "ops/window.h"

#include <algorithm>

#include "base/text.h"
#include "ops/checks.h"

namespace ingot::ops {
namespace {

bool is_same(PaddingMode mode) {
  return mode == PaddingMode::kSameUpper || mode == PaddingMode::kSameLower;
}

bool rounds_up(PaddingMode mode) {
  return mode == PaddingMode::kExplicitRoundUp || mode == PaddingMode::kCaffeRoundUp;
}

bool is_caffe(PaddingMode mode) {
  return mode == PaddingMode::kCaffeRoundDown || mode == PaddingMode::kCaffeRoundUp;
}

void expect_room(const WindowAxis& axis, const ir::Dim& extent) {
  const ir::Dim padded = extent + axis.pad_begin + axis.pad_end;
  require(!padded.is_known() || padded.value() >= axis.span(), ErrorCode::kInvalidArgument, [&] {
    return str("expected a window of at most ", padded, " cells (extent ", extent, ", padding ",
               axis.pad_begin, " + ", axis.pad_end, "), got one that spans ", axis.span());
  });
}

int64_t divide_down(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

/// One axis of a known problem.
struct Line {
  WindowAxis axis;
  int64_t input, output;
  int64_t pad;

  /// Where window cell `cell` of output 0 lies on the input.
  int64_t origin(int64_t cell) const { return axis.dilation * cell - pad; }
  /// Outputs whose window cell lies on the input.
  int64_t first(int64_t cell) const {
    return std::max<int64_t>(0, -divide_down(origin(cell), axis.stride));
  }
  int64_t end(int64_t cell) const {
    return std::min(output, divide_down(input - 1 - origin(cell), axis.stride) + 1);
  }
};

void add_runs(std::span<const Line> lines, const WindowRun& outer, std::vector<WindowRun>& runs) {
  const Line& line = lines[0];
  for (int64_t cell = 0; cell < line.axis.window; ++cell) {
    const int64_t first = line.first(cell);
    const int64_t count = line.end(cell) - first;
    WindowRun run{.cell = outer.cell * line.axis.window + cell,
                  .output = outer.output * line.output + first,
                  .input = outer.input * line.input + first * line.axis.stride + line.origin(cell),
                  .count = count};
    if (lines.size() == 1) {
      if (count > 0) runs.push_back(run);
      continue;
    }
    for (int64_t i = 0; i < count; ++i) {
      add_runs(lines.subspan(1), run, runs);
      run.output += 1;
      run.input += line.axis.stride;
    }
  }
}

}  // namespace

std::vector<WindowAxis> window_axes(const WindowAttributes& attributes) {
  const size_t rank = attributes.window.size();
  expect_entries(attributes.window, rank, 1, kMaxAttribute, "window");
  expect_entries(attributes.stride, rank, 1, kMaxAttribute, "stride");
  expect_entries(attributes.dilation, rank, 1, kMaxAttribute, "dilation");
  expect_entries(attributes.pad_begin, rank, 0, kMaxAttribute, "pad_begin");
  expect_entries(attributes.pad_end, rank, 0, kMaxAttribute, "pad_end");
  std::vector<WindowAxis> axes;
  for (size_t i = 0; i < rank; ++i) {
    axes.push_back({attributes.window[i], attributes.stride[i], attributes.dilation[i],
                    attributes.pad_begin[i], attributes.pad_end[i], attributes.padding});
  }
  return axes;
}

std::vector<int64_t> kernel_window(ir::Inputs inputs) {
  expect_inputs(inputs, 2, 3);
  expect_same_type(inputs);
  expect_floating(inputs[0], "x");
  const size_t rank = inputs[0].type.shape.size();
  expect_rank(inputs[0], 3, kAnyRank, "x [N, C, spatial...]");
  expect_rank(inputs[1], rank, rank, "kernel");
  if (inputs.size() == 3) expect_rank(inputs[2], 1, 1, "bias");
  const ir::Shape& kernel = inputs[1].type.shape;
  const ir::Shape window(kernel.begin() + 2, kernel.end());
  require(ir::is_known(window), ErrorCode::kUnsupported, [&] {
    return str("expected a kernel with a window of known extents, got ", inputs[1].type);
  });
  return ir::numbers(window);
}

ir::Dim window_output(const WindowAxis& axis, const ir::Dim& extent) {
  if (is_same(axis.mode)) return ceil_div(extent, axis.stride);
  expect_room(axis, extent);
  const ir::Dim room = extent + axis.pad_begin + axis.pad_end - axis.span();
  const ir::Dim steps =
      rounds_up(axis.mode) ? ceil_div(room, axis.stride) : floor_div(room, axis.stride);
  if (!is_caffe(axis.mode)) return steps + 1;
  return min(steps + 1, ceil_div(extent + axis.pad_begin, axis.stride));
}

WindowPadding window_padding(const WindowAxis& axis, int64_t extent) {
  if (!is_same(axis.mode)) return {axis.pad_begin, axis.pad_end};
  const int64_t output = window_output(axis, extent).value();
  const int64_t total =
      output == 0 ? 0 : std::max<int64_t>(0, (output - 1) * axis.stride + axis.span() - extent);
  const int64_t half = total / 2;
  return axis.mode == PaddingMode::kSameUpper ? WindowPadding{half, total - half}
                                              : WindowPadding{total - half, half};
}

std::vector<WindowRun> window_runs(std::span<const WindowAxis> axes, std::span<const int64_t> input,
                                   std::span<const int64_t> output) {
  std::vector<Line> lines;
  for (size_t i = 0; i < axes.size(); ++i) {
    lines.push_back({axes[i], input[i], output[i], window_padding(axes[i], input[i]).begin});
  }
  std::vector<WindowRun> runs;
  add_runs(lines, {}, runs);
  return runs;
}

}  // namespace ingot::ops
