#include "backend/cuda/vendor_constants.h"

#include <algorithm>
#include <cstring>

#include "backend/cuda/formats.h"
#include "base/text.h"

namespace ingot::backend::cuda {
namespace {

int64_t cells_of(const kernels::TensorProduct& shape) {
  return int64_t{shape.window_height} * shape.window_width;
}

int64_t filters_of(const kernels::TensorProduct& shape) {
  return int64_t{shape.groups} * shape.filters;
}

AlignedBytes pack_bias(const ir::Tensor& bias) {
  const auto values = bias.elements<float>();
  AlignedBytes bytes = allocate_aligned(values.size() * sizeof(Half));
  std::ranges::transform(values, reinterpret_cast<Half*>(bytes.get()),
                         [](float value) { return Half(value); });
  return bytes;
}

}  // namespace

Support supports_factors(const Problem& problem, Factors factors) {
  const ir::TensorType& x = problem.inputs[0];
  const ir::TensorType& y = problem.outputs[0];
  if (!is_half(x) && is_half(y)) return Support::no(str("from ", x, " to ", y, ": makes no f16"));
  if (factors == Factors::kAsTheyAre) return Support::yes();
  return is_half(x) ? Support::no("rounds f32 factors alone") : supports_tf32(problem);
}

VendorConstants::VendorConstants(const Problem& problem, const TensorProductFunctions& functions,
                                 Factors factors, int64_t pitch)
    : shape_(functions.shape(problem)),
      strides_(functions.strides(problem)),
      pitch_(pitch),
      is_half_(is_half(problem.inputs[0])),
      has_half_bias_(own_inputs(problem) > 2 && is_half(problem.outputs[0])),
      factors_(factors) {}

std::optional<size_t> VendorConstants::packed_size(size_t index) const {
  if (index == 1) {
    return static_cast<size_t>(filters_of(shape_) * cells_of(shape_) * pitch_) *
           (is_half_ ? sizeof(Half) : sizeof(float));
  }
  if (index != 2 || !has_half_bias_) return std::nullopt;
  return static_cast<size_t>(filters_of(shape_)) * sizeof(Half);
}

std::optional<AlignedBytes> VendorConstants::pack(size_t index, const ir::Tensor& constant) const {
  const auto size = packed_size(index);
  if (!size) return std::nullopt;
  if (index == 2) return pack_bias(constant);
  const auto weights = constant.elements<float>();
  AlignedBytes bytes = allocate_aligned(*size);
  std::memset(bytes.get(), 0, *size);
  const auto fill = [&](auto* to, const auto& convert) {
    for (int64_t filter = 0; filter < filters_of(shape_); ++filter) {
      for (int64_t cell = 0; cell < cells_of(shape_); ++cell, to += pitch_) {
        const int64_t first = filter * strides_.filter + cell * strides_.cell;
        for (int64_t i = 0; i < shape_.channels; ++i) {
          to[i] = convert(weights[static_cast<size_t>(first + i * strides_.channel)]);
        }
      }
    }
  };
  if (is_half_) {
    fill(reinterpret_cast<Half*>(bytes.get()), [](float value) { return Half(value); });
  } else if (factors_ == Factors::kRoundedToTf32) {
    fill(reinterpret_cast<float*>(bytes.get()), to_tf32);
  } else {
    fill(reinterpret_cast<float*>(bytes.get()), [](float value) { return value; });
  }
  return bytes;
}

}  // namespace ingot::backend::cuda
