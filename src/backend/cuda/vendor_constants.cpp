#include "backend/cuda/vendor_constants.h"

#include <algorithm>
#include <cstring>

#include "backend/cuda/formats.h"
#include "base/text.h"

namespace ingot::backend::cuda {
namespace {

using kernels::Element;

int64_t cells_of(const kernels::TensorProduct& shape) {
  return int64_t{shape.window_height} * shape.window_width;
}

int64_t filters_of(const kernels::TensorProduct& shape) {
  return int64_t{shape.groups} * shape.filters;
}

AlignedBytes pack_bias(const ir::Tensor& bias, Element type) {
  const auto values = bias.elements<float>();
  AlignedBytes bytes = allocate_aligned(values.size() * size_of(type));
  with_host_type(type, [&]<class T>(T) {
    std::ranges::transform(values, reinterpret_cast<T*>(bytes.get()),
                           [](float value) { return T(value); });
  });
  return bytes;
}

}  // namespace

Support supports_factors(const Problem& problem, Factors factors) {
  const ir::TensorType& x = problem.inputs[0];
  const ir::TensorType& y = problem.outputs[0];
  if (element_of(y) != Element::kFloat32 && element_of(y) != element_of(x)) {
    return Support::no(str("from ", x, " to ", y, ": makes f32 or the type of the first"));
  }
  if (factors == Factors::kAsTheyAre) return Support::yes();
  return element_of(x) == Element::kFloat32 ? supports_tf32(problem)
                                            : Support::no("rounds f32 factors alone");
}

VendorConstants::VendorConstants(const Problem& problem, const TensorProductFunctions& functions,
                                 Factors factors, int64_t pitch)
    : shape_(functions.shape(problem)),
      strides_(functions.strides(problem)),
      pitch_(pitch),
      factor_type_(element_of(problem.inputs[0])),
      result_type_(element_of(problem.outputs[0])),
      has_bias_(own_inputs(problem) > 2),
      factors_(factors) {}

std::optional<size_t> VendorConstants::packed_size(size_t index) const {
  if (index == 1) {
    return static_cast<size_t>(filters_of(shape_) * cells_of(shape_) * pitch_) *
           size_of(factor_type_);
  }
  if (index != 2 || !has_bias_ || result_type_ == Element::kFloat32) return std::nullopt;
  return static_cast<size_t>(filters_of(shape_)) * size_of(result_type_);
}

std::optional<AlignedBytes> VendorConstants::pack(size_t index, const ir::Tensor& constant) const {
  const auto size = packed_size(index);
  if (!size) return std::nullopt;
  if (index == 2) return pack_bias(constant, result_type_);
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
  if (factors_ == Factors::kRoundedToTf32) {
    fill(reinterpret_cast<float*>(bytes.get()), to_tf32);
  } else {
    with_host_type(factor_type_, [&]<class T>(T) {
      fill(reinterpret_cast<T*>(bytes.get()), [](float value) { return T(value); });
    });
  }
  return bytes;
}

}  // namespace ingot::backend::cuda
