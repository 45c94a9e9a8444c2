#include "backend/cpu/channel_constants.h"

#include "backend/cpu/epilogue.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

/// Whether a tensor of that shape has at most one number a channel, beside one of that rank.
bool runs_along_channels(const ir::Shape& shape, size_t rank, int64_t channels) {
  const size_t missing = rank - std::min(rank, shape.size());
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    const int64_t extent = shape[axis].value();
    const bool fits = extent == 1 || (axis + missing == 1 && extent == channels);
    if (!fits) return false;
  }
  return shape.size() <= rank;
}

}  // namespace

Support supports_channel_constants(const Problem& problem) {
  const ir::TensorType& image = problem.inputs[0];
  for (size_t i = 1; i < problem.inputs.size(); ++i) {
    const ir::TensorType& type = problem.inputs[i];
    const bool fits = problem.is_constant[i] &&
                      runs_along_channels(type.shape, image.shape.size(), image.shape[1].value());
    if (!fits) {
      return Support::no(
          str("input ", i, " is ", type, ": takes one constant a channel of ", image));
    }
  }
  return Support::yes();
}

std::optional<size_t> channel_constant_size(const Problem& problem, const Configuration&,
                                            size_t index) {
  if (index == 0 || index >= own_inputs(problem)) return std::nullopt;
  const BlockedImage image(problem.outputs[0]);
  return checked_size({image.blocks(), image.block, int64_t{sizeof(float)}});
}

std::optional<AlignedBytes> pack_channel_constant(const Problem& problem,
                                                  const Configuration& configuration, size_t index,
                                                  const ir::Tensor& constant) {
  const auto size = channel_constant_size(problem, configuration, index);
  if (!size) return std::nullopt;
  const BlockedImage image(problem.outputs[0]);
  const auto elements = constant.elements<float>();
  AlignedBytes bytes = allocate_aligned(*size);
  auto* packed = reinterpret_cast<float*>(bytes.get());
  std::fill_n(packed, *size / sizeof(float), 0.0F);
  for (int64_t channel = 0; channel < image.channels; ++channel) {
    packed[channel] = elements[elements.size() == 1 ? 0 : static_cast<size_t>(channel)];
  }
  return bytes;
}

}  // namespace ingot::backend::cpu
