#include "ir/blocked.h"

#include <cstring>

namespace ingot::ir {

Tensor to_linear(const TensorType& type, std::span<const std::byte> bytes) {
  if (type.format == Format::kLinear) return {type, SharedBytes::copy_of(bytes)};
  const size_t size = size_of(type.data_type);
  const TensorType row_major = linear(type);
  const size_t total = byte_size(row_major);
  std::shared_ptr<std::byte[]> elements = allocate_aligned(total);
  for_each_blocked(type, [&](int64_t to, int64_t from) {
    std::memcpy(elements.get() + static_cast<size_t>(to) * size,
                bytes.data() + static_cast<size_t>(from) * size, size);
  });
  const std::span<const std::byte> span(elements.get(), total);
  return {row_major, SharedBytes(std::move(elements), span)};
}

}  // namespace ingot::ir
