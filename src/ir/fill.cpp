#include "ir/fill.h"

namespace ingot::ir {
namespace {

template <class Rule>
Tensor fill(const TensorType& type, Rule rule) {
  const size_t size = byte_size(type);
  std::shared_ptr<std::byte[]> bytes = allocate_aligned(size);
  const TensorView view(type.data_type, numbers(type.shape), bytes.get());
  const int64_t count = view.size();
  for (int64_t i = 0; i < count; ++i) store(view, i, rule(static_cast<uint64_t>(i)));
  const std::span<const std::byte> span(bytes.get(), size);
  return {type, SharedBytes(std::move(bytes), span)};
}

/// SplitMix64's step number `index` from `seed`.
uint64_t mix(uint64_t seed, uint64_t index) {
  uint64_t z = (seed + 1) * 0xD1B54A32D192ED03U + (index + 1) * 0x9E3779B97F4A7C15U;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

}  // namespace

Tensor splat(const TensorType& type, double value) {
  return fill(type, [value](uint64_t) { return value; });
}

Tensor random_tensor(const TensorType& type, uint64_t seed) {
  if (type.data_type == DataType::kBool) {
    return fill(type, [seed](uint64_t i) { return static_cast<double>(mix(seed, i) >> 63U); });
  }
  if (!is_floating(type.data_type)) return integer_tensor(type, seed);
  // 24 bits are what the narrowest significand of a 32-bit float can hold.
  return fill(type, [seed](uint64_t i) {
    return static_cast<double>(mix(seed, i) >> 40U) * 0x1p-23 - 1.0;
  });
}

Tensor integer_tensor(const TensorType& type, uint64_t seed) {
  const bool is_unsigned = type.data_type == DataType::kUInt8 || type.data_type == DataType::kBool;
  const uint64_t range = is_unsigned ? 5 : 9;
  const double least = is_unsigned ? 0 : -4;
  return fill(
      type, [=](uint64_t i) { return static_cast<double>((mix(seed, i) >> 32U) % range) + least; });
}

}  // namespace ingot::ir
