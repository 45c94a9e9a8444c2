#include "backend/cpu/blocked_rows.h"
#include "backend/cpu/convolution_tactics.h"
#include "backend/cpu/epilogue.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

Support supports(const Problem& problem) {
  if (Support blocked = supports_one_block(problem); !blocked) return blocked;
  if (Support window = supports_window(problem); !window) return window;
  const ConvolutionShape shape = convolution_shape(problem);
  if (shape.channels != 1 || shape.filters != 1) {
    return Support::no(str("groups of ", shape.channels, " channels and ", shape.filters,
                           " filters: takes 1 and 1"));
  }
  for (size_t i = 1; i < own_inputs(problem); ++i) {
    if (!problem.is_constant[i]) return Support::no("takes constant filters and biases");
  }
  return Support::yes();
}

/// Filters as [blocks, cells, block], biases as [blocks, block].
size_t packed_floats(const Problem& problem, size_t index) {
  const BlockedImage image(problem.outputs[0]);
  const int64_t cells = index == 1 ? convolution_shape(problem).cells() : 1;
  return checked_size({image.blocks(), image.block, cells});
}

std::optional<size_t> packed_size(const Problem& problem, const Configuration&, size_t index) {
  if (index == 0 || index >= own_inputs(problem)) return std::nullopt;
  return checked_size(
      {static_cast<int64_t>(packed_floats(problem, index)), int64_t{sizeof(float)}});
}

std::optional<AlignedBytes> pack(const Problem& problem, const Configuration& configuration,
                                 size_t index, const ir::Tensor& constant) {
  const auto size = packed_size(problem, configuration, index);
  if (!size) return std::nullopt;
  const BlockedImage image(problem.outputs[0]);
  const auto elements = constant.elements<float>();
  const auto cells = static_cast<int64_t>(elements.size()) / image.channels;
  AlignedBytes bytes = allocate_aligned(*size);
  auto* packed = reinterpret_cast<float*>(bytes.get());
  std::fill_n(packed, *size / sizeof(float), 0.0F);
  for (int64_t channel = 0; channel < image.channels; ++channel) {
    for (int64_t cell = 0; cell < cells; ++cell) {
      packed[(channel / image.block * cells + cell) * image.block + channel % image.block] =
          elements[static_cast<size_t>(channel * cells + cell)];
    }
  }
  return bytes;
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const BlockedImage from(problem.inputs[0]);
  const BlockedImage to(problem.outputs[0]);
  const ConvolutionShape shape = convolution_shape(problem);
  const bool has_bias = own_inputs(problem) > 2;
  Epilogue epilogue(problem);
  const RegisterEpilogue register_part = epilogue.take_register_part();
  return make_kernel([=](const Launch& launch, const HostStream& stream) {
    for_each_block(from, to, shape.axes, launch, stream, [&](const BlockTask& task) {
      const float* filters = input(launch, 1) + task.block * shape.cells() * from.block;
      kernels::blocked_depthwise(
          task.rows, {.weights = filters,
                      .bias = has_bias ? input(launch, 2) + task.block * from.block : nullptr,
                      .tail = register_part.at(launch, task.offset)});
      if (epilogue.empty()) return;
      epilogue.apply(launch, task.offset,
                     (task.rows.end - task.rows.begin) * shape.axes.x.output * to.block);
    });
  });
}

}  // namespace

const Tactic& blocked_depthwise_convolution() {
  static const auto* const tactic =
      new CpuTactic("blocked_depthwise_convolution", {.supports = supports,
                                                      .prepare = prepare,
                                                      .pack = pack,
                                                      .packed_size = packed_size,
                                                      .applies_epilogue = true,
                                                      .takes_formats = true});
  return *tactic;
}

}  // namespace ingot::backend::cpu
