#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ir/tensor.h"

namespace ingot::ops {

using Extents = std::vector<int64_t>;

/// Product of extents.
int64_t product(std::span<const int64_t> extents);

/// Elements between neighbours along each axis of a contiguous tensor.
Extents strides_of(const Extents& shape);

/// Those of a contiguous tensor of `shape` as it is broadcast to `to`: 0 where it has extent 1 or
/// no such axis.
Extents broadcast_strides(const Extents& shape, const Extents& to);

/// For each element of `to`, in order, the element of `from` that broadcasts to it.
std::vector<int64_t> broadcast_indices(const Extents& from, const Extents& to);

/// All elements as doubles.
std::vector<double> read(const ir::ConstTensorView& view);
/// As read, broadcast to `shape`.
std::vector<double> read_broadcast(const ir::ConstTensorView& view, const Extents& shape);
/// Stores one value an element.
void write(const ir::TensorView& view, std::span<const double> values);
/// Copies the elements of `x` to `y`, which has as many of the same type.
void copy_bytes(const ir::ConstTensorView& x, const ir::TensorView& y);

/// The offset of an element that lies outside the tensor it is taken from.
inline constexpr int64_t kOutside = -1;

/// y[i, j, …] = x at offset maps[0][i] + maps[1][j] + …, or `fill` where one of them is kOutside.
/// Bits are kept; maps[k] has one offset for each index of axis k of y.
void gather(const ir::ConstTensorView& x, const std::vector<std::vector<int64_t>>& maps,
            double fill, const ir::TensorView& y);

}  // namespace ingot::ops
