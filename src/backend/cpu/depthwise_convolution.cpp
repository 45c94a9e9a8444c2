#include "backend/cpu/bands.h"
#include "backend/cpu/convolution_tactics.h"
#include "backend/cpu/epilogue.h"
#include "backend/cpu/kernels/depthwise.h"
#include "backend/cpu/tactic.h"
#include "backend/cpu/window_shape.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

Support supports(const Problem& problem) {
  if (Support window = supports_window(problem); !window) return window;
  const ConvolutionShape shape = convolution_shape(problem);
  if (shape.channels != 1 || shape.groups == 1) {
    return Support::no(
        str(shape.groups, " groups of ", shape.channels, " channels: takes several groups of 1"));
  }
  return supports_bands(shape.axes);
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  return make_kernel([shape = convolution_shape(problem), has_bias = own_inputs(problem) > 2,
                      epilogue = Epilogue(problem)](const Launch& launch,
                                                    const HostStream& stream) {
    const int64_t filters = shape.groups * shape.filters;
    for_each_band(shape.axes, shape.batch * filters, stream, [&](const BandTask& task) {
      const int64_t filter = task.plane % filters;
      const int64_t channel = task.plane / filters * shape.groups + filter / shape.filters;
      const auto band = copy_band(input(launch, 0) + channel * shape.input_pixels(), shape.axes.y,
                                  shape.axes.x, task.rows.begin, task.rows.end, 0, task.scratch);
      const float* bias = has_bias ? input(launch, 2) : nullptr;
      const int64_t offset =
          task.plane * shape.output_pixels() + task.rows.begin * shape.axes.x.output;
      kernels::depthwise_rows({.band = band,
                               .y = shape.axes.y,
                               .x = shape.axes.x,
                               .filter = input(launch, 1) + filter * shape.cells(),
                               .bias = bias == nullptr ? 0 : bias[filter],
                               .output = output(launch) + offset,
                               .rows = task.rows.size()});
      if (!epilogue.empty()) {
        epilogue.apply(launch, offset, task.rows.size() * shape.axes.x.output);
      }
    });
  });
}

}  // namespace

const Tactic& depthwise_convolution() {
  static const auto* const tactic =
      new CpuTactic("depthwise_convolution",
                    {.supports = supports, .prepare = prepare, .applies_epilogue = true});
  return *tactic;
}

}  // namespace ingot::backend::cpu
