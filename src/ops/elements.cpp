#include "ops/elements.h"

#include <cstring>
#include <functional>
#include <numeric>

namespace ingot::ops {
namespace {

using Maps = std::vector<std::vector<int64_t>>;

/// Calls visit(offset) for every combination of indices, the last axis fastest.
template <class Visit>
void visit_offsets(const Maps& maps, size_t axis, int64_t offset, const Visit& visit) {
  if (axis == maps.size()) return visit(offset);
  for (const int64_t step : maps[axis]) {
    const bool outside = offset == kOutside || step == kOutside;
    visit_offsets(maps, axis + 1, outside ? kOutside : offset + step, visit);
  }
}

}  // namespace

int64_t product(std::span<const int64_t> extents) {
  return std::accumulate(extents.begin(), extents.end(), int64_t{1}, std::multiplies<>());
}

Extents strides_of(const Extents& shape) {
  Extents strides(shape.size(), 1);
  for (size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
  return strides;
}

Extents broadcast_strides(const Extents& shape, const Extents& to) {
  const Extents own = strides_of(shape);
  const size_t missing = to.size() - shape.size();
  Extents strides(to.size(), 0);
  for (size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] != 1) strides[missing + i] = own[i];
  }
  return strides;
}

std::vector<int64_t> broadcast_indices(const Extents& from, const Extents& to) {
  const Extents strides = broadcast_strides(from, to);
  Maps maps;
  for (size_t axis = 0; axis < to.size(); ++axis) {
    maps.emplace_back(to[axis], 0);
    for (int64_t i = 0; i < to[axis]; ++i) maps[axis][i] = i * strides[axis];
  }
  std::vector<int64_t> indices;
  visit_offsets(maps, 0, 0, [&](int64_t offset) { indices.push_back(offset); });
  return indices;
}

std::vector<double> read(const ir::ConstTensorView& view) {
  std::vector<double> values(view.size());
  for (size_t i = 0; i < values.size(); ++i) values[i] = load(view, static_cast<int64_t>(i));
  return values;
}

std::vector<double> read_broadcast(const ir::ConstTensorView& view, const Extents& shape) {
  if (view.shape == shape) return read(view);
  std::vector<double> values;
  for (const int64_t index : broadcast_indices(view.shape, shape)) {
    values.push_back(load(view, index));
  }
  return values;
}

void write(const ir::TensorView& view, std::span<const double> values) {
  for (size_t i = 0; i < values.size(); ++i) store(view, static_cast<int64_t>(i), values[i]);
}

void copy_bytes(const ir::ConstTensorView& x, const ir::TensorView& y) {
  const auto bytes = static_cast<size_t>(x.size()) * size_of(x.data_type);
  if (bytes > 0) std::memcpy(y.as<std::byte>(), x.data, bytes);
}

void gather(const ir::ConstTensorView& x, const Maps& maps, double fill, const ir::TensorView& y) {
  const auto size = static_cast<int64_t>(size_of(x.data_type));
  const auto* from = x.as<std::byte>();
  auto* to = y.as<std::byte>();
  int64_t index = 0;
  visit_offsets(maps, 0, 0, [&](int64_t offset) {
    if (offset == kOutside) {
      store(y, index, fill);
    } else {
      std::memcpy(to + index * size, from + offset * size, static_cast<size_t>(size));
    }
    ++index;
  });
}

}  // namespace ingot::ops
