#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "ir/tensor.h"

namespace ingot::ir {

/// What graph rewrites do with the elements of constants. Computed in double, rounded once.

/// A tensor of the same type whose element i is `function(i, element i)`.
template <class Function>
Tensor map_elements(const Tensor& tensor, Function function) {
  std::shared_ptr<std::byte[]> bytes = allocate_aligned(tensor.bytes.size());
  const ConstTensorView from(tensor);
  const TensorView to(from.data_type, from.shape, bytes.get());
  const int64_t size = from.size();
  for (int64_t i = 0; i < size; ++i) store(to, i, function(i, load(from, i)));
  const std::span<const std::byte> span(bytes.get(), tensor.bytes.size());
  return {tensor.type, SharedBytes(std::move(bytes), span)};
}

/// A tensor of the same type whose elements are those times `factor(i)`, i being the first of the
/// `run` elements that the element is among.
template <class Factor>
Tensor multiply_runs(const Tensor& tensor, int64_t run, Factor factor) {
  if (tensor.type.data_type != DataType::kFloat32) {
    return map_elements(tensor,
                        [&](int64_t i, double element) { return element * factor(i / run * run); });
  }
  std::shared_ptr<std::byte[]> bytes = allocate_aligned(tensor.bytes.size());
  const std::span<const float> from = tensor.elements<float>();
  auto* to = reinterpret_cast<float*>(bytes.get());
  const auto size = static_cast<int64_t>(from.size());
  for (int64_t first = 0; first < size; first += run) {
    const double own = factor(first);
    for (int64_t i = first; i < std::min(first + run, size); ++i) {
      to[i] = static_cast<float>(double{from[static_cast<size_t>(i)]} * own);
    }
  }
  const std::span<const std::byte> span(bytes.get(), tensor.bytes.size());
  return {tensor.type, SharedBytes(std::move(bytes), span)};
}

/// A constant of rank 1.
Tensor make_vector(DataType type, std::span<const double> values);

/// Whether every element is `value`; true where there are none.
bool is_filled_with(const Tensor& tensor, double value);
bool is_finite(const Tensor& tensor);

/// The axis of a tensor of rank `rank`, to which the constant broadcasts, along which it varies:
/// the only one where its extent is not 1. The last axis when all are 1; nullopt when there are
/// several, or when its rank is larger.
std::optional<size_t> varying_axis(const Tensor& tensor, size_t rank);

/// The constant's `extent` values along `axis` of a tensor of rank `rank` to which it broadcasts;
/// nullopt when it varies along another axis.
std::optional<std::vector<double>> values_along(const Tensor& tensor, size_t rank, size_t axis,
                                                int64_t extent);

}  // namespace ingot::ir
