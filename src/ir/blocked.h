#pragma once

#include <span>

#include "ir/tensor.h"

namespace ingot::ir {

/// visit(offset in the linear tensor, offset in the blocked one), in elements, for all elements of
/// a type of known shape whose format is not row-major. `pitch` as byte_size has it.
template <class Visit>
void for_each_blocked(const TensorType& type, const Visit& visit, int64_t pitch = 0) {
  const std::vector<int64_t> shape = numbers(type.shape);
  const int64_t filled = filled_shape(type)[1].value();
  const bool is_last = is_channels_last(type.format);
  const int64_t pixel = pitch != 0 ? pitch : filled;
  const int64_t block = is_last ? pixel : block_of(type.format);
  const int64_t blocks = is_last ? 1 : filled / block;
  int64_t pixels = 1;
  for (size_t axis = 2; axis < shape.size(); ++axis) pixels *= shape[axis];
  for (int64_t n = 0; n < shape[0]; ++n) {
    for (int64_t c = 0; c < shape[1]; ++c) {
      for (int64_t p = 0; p < pixels; ++p) {
        visit((n * shape[1] + c) * pixels + p,
              ((n * blocks + c / block) * pixels + p) * block + c % block);
      }
    }
  }
}

/// visit as for_each_blocked, for every format.
template <class Visit>
void for_each_stored(const TensorType& type, const Visit& visit, int64_t pitch = 0) {
  if (!is_row_major(type.format)) return for_each_blocked(type, visit, pitch);
  const int64_t size = num_elements(type.shape).value();
  for (int64_t i = 0; i < size; ++i) visit(i, i);
}

/// A copy, row-major and in its own element type, of the bytes of a tensor of that type.
Tensor to_linear(const TensorType& type, std::span<const std::byte> bytes, int64_t pitch = 0);

}  // namespace ingot::ir
