#include "ir/tensor.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

namespace ingot::ir {
namespace {

template <class T>
T saturate(double value) {
  if constexpr (std::is_same_v<T, bool>) {
    return value != 0.0;
  } else if constexpr (std::is_integral_v<T>) {
    using Limits = std::numeric_limits<T>;
    if (std::isnan(value)) return 0;
    if (value <= static_cast<double>(Limits::min())) return Limits::min();
    if (value >= static_cast<double>(Limits::max())) return Limits::max();
    return static_cast<T>(value);
  } else {
    return T(static_cast<float>(value));
  }
}

template <class T>
double widen(T value) {
  if constexpr (std::is_arithmetic_v<T>) {
    return static_cast<double>(value);
  } else {
    return static_cast<double>(static_cast<float>(value));
  }
}

}  // namespace

bool operator==(const Tensor& a, const Tensor& b) {
  return a.type == b.type && a.bytes.size() == b.bytes.size() &&
         (a.bytes.data() == b.bytes.data() || a.bytes.size() == 0 ||
          std::memcmp(a.bytes.data(), b.bytes.data(), a.bytes.size()) == 0);
}

Tensor make_tensor(const std::vector<int64_t>& shape, std::span<const float> values) {
  return {{DataType::kFloat32, shape_of(shape)}, SharedBytes::copy_of(std::as_bytes(values))};
}

Tensor convert(const Tensor& tensor, DataType type) {
  if (tensor.type.data_type == type) return tensor;
  const TensorType target{type, tensor.type.shape, tensor.type.format};
  std::shared_ptr<std::byte[]> bytes = allocate_aligned(byte_size(target));
  const ConstTensorView from(tensor);
  const TensorView to(type, from.shape, bytes.get());
  for (int64_t i = 0; i < from.size(); ++i) store(to, i, load(from, i));
  const std::span<const std::byte> view(bytes.get(), byte_size(target));
  return {target, SharedBytes(std::move(bytes), view)};
}

int64_t ConstTensorView::size() const {
  int64_t product = 1;
  for (const int64_t extent : shape) product *= extent;
  return product;
}

double load(const ConstTensorView& view, int64_t index) {
  return visit(view.data_type, [&](auto zero) { return widen(view.as<decltype(zero)>()[index]); });
}

void store(const TensorView& view, int64_t index, double value) {
  visit(view.data_type, [&](auto zero) {
    using T = decltype(zero);
    view.as<T>()[index] = saturate<T>(value);
  });
}

}  // namespace ingot::ir
