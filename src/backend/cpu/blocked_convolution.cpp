#include "backend/cpu/convolution_tactics.h"
#include "backend/cpu/padded_image.h"
#include "backend/cpu/panel_products.h"
#include "backend/cpu/tactic.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

FilterPanels filter_panels(const Problem& problem) {
  const ConvolutionShape shape = convolution_shape(problem);
  return filter_panels(shape, problem.inputs[0].format, shape.cells());
}

Support supports(const Problem& problem) {
  if (problem.outputs[0].format == ir::Format::kLinear) {
    return Support::no(str("output ", problem.outputs[0], ": makes blocked tensors"));
  }
  if (Support panels = supports_panels(problem, convolution_shape); !panels) return panels;
  const ConvolutionShape shape = convolution_shape(problem);
  if (shape.groups > 1 && shape.channels == 1 && shape.filters == 1) {
    return Support::no("one filter a channel");
  }
  return PanelProducts::fits(problem.inputs[0], shape)
             ? Support::yes()
             : Support::no(str("input ", problem.inputs[0], " is too large"));
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const ConvolutionShape shape = convolution_shape(problem);
  PaddedImage image(problem.inputs[0], shape.axes);
  PixelGroup all{.cells = image.cells(), .pixels = image.pixels()};
  PanelProducts convolution(problem, shape, std::move(image), {std::move(all)});
  const size_t workspace = convolution.workspace_size();
  return make_kernel(std::move(convolution), workspace);
}

std::optional<size_t> packed_size(const Problem& problem, const Configuration&, size_t index) {
  if (index == 0 || index >= own_inputs(problem)) return std::nullopt;
  return filter_panels(problem).bytes(index);
}

std::optional<AlignedBytes> pack(const Problem& problem, const Configuration&, size_t index,
                                 const ir::Tensor& constant) {
  if (index == 0 || index >= own_inputs(problem)) return std::nullopt;
  const FilterPanels panels = filter_panels(problem);
  return index == 1 ? panels.pack(constant.elements<float>()) : panels.pack_bias(constant);
}

}  // namespace

const Tactic& blocked_convolution() {
  static const auto* const tactic =
      new CpuTactic("blocked_convolution", {.supports = supports,
                                            .prepare = prepare,
                                            .pack = pack,
                                            .packed_size = packed_size,
                                            .applies_epilogue = true,
                                            .takes_formats = true});
  return *tactic;
}

}  // namespace ingot::backend::cpu
