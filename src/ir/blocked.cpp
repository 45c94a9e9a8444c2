#include "ir/blocked.h"

namespace ingot::ir {

Tensor to_linear(const TensorType& type, std::span<const std::byte> bytes, int64_t pitch) {
  if (type.format == Format::kLinear) return {type, SharedBytes::copy_of(bytes)};
  const TensorType row_major = linear(type);
  const size_t total = byte_size(row_major);
  std::shared_ptr<std::byte[]> elements = allocate_aligned(total);
  const ConstTensorView from(stored_type(type), {}, bytes.data());
  const TensorView to(type.data_type, {}, elements.get());
  for_each_stored(
      type, [&](int64_t at, int64_t stored) { store(to, at, load(from, stored)); }, pitch);
  const std::span<const std::byte> span(elements.get(), total);
  return {row_major, SharedBytes(std::move(elements), span)};
}

}  // namespace ingot::ir
