#include "backend/cpu/channel_constants.h"

#include "backend/cpu/epilogue.h"
#include "base/text.h"
#include "ops/parametric_relu.h"

namespace ingot::backend::cpu {
Support supports_channel_constants(const Problem& problem) {
  const ir::TensorType& image = problem.inputs[0];
  for (size_t i = 1; i < problem.inputs.size(); ++i) {
    const ir::TensorType& type = problem.inputs[i];
    if (!problem.is_constant[i] || !ops::runs_along_channels(type.shape, image.shape)) {
      return Support::no(
          str("input ", i, " is ", type, ": takes one constant a channel of ", image));
    }
  }
  return Support::yes();
}

size_t by_channel_size(const BlockedImage& image, int64_t cells) {
  return checked_size({image.blocks(), image.block, cells, int64_t{sizeof(float)}});
}

AlignedBytes pack_by_channel(const ir::Tensor& constant, const BlockedImage& image, int64_t cells) {
  const auto elements = constant.elements<float>();
  const size_t size = by_channel_size(image, cells);
  const bool is_one = elements.size() == 1;
  AlignedBytes bytes = allocate_aligned(size);
  auto* packed = reinterpret_cast<float*>(bytes.get());
  std::fill_n(packed, size / sizeof(float), 0.0F);
  for (int64_t channel = 0; channel < image.channels; ++channel) {
    for (int64_t cell = 0; cell < cells; ++cell) {
      packed[(channel / image.block * cells + cell) * image.block + channel % image.block] =
          elements[is_one ? 0 : static_cast<size_t>(channel * cells + cell)];
    }
  }
  return bytes;
}

std::optional<size_t> channel_constant_size(const Problem& problem, const Configuration&,
                                            size_t index) {
  if (index == 0 || index >= own_inputs(problem)) return std::nullopt;
  return by_channel_size(BlockedImage(problem.outputs[0]), 1);
}

std::optional<AlignedBytes> pack_channel_constant(const Problem& problem, const Configuration&,
                                                  size_t index, const ir::Tensor& constant) {
  if (index == 0 || index >= own_inputs(problem)) return std::nullopt;
  return pack_by_channel(constant, BlockedImage(problem.outputs[0]), 1);
}

}  // namespace ingot::backend::cpu
