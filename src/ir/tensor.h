#pragma once

#include <span>
#include <vector>

#include "base/bytes.h"
#include "ir/tensor_type.h"

namespace ingot::ir {

/// A constant: a type of known shape and its elements, shared and immutable.
struct Tensor {
  TensorType type;
  SharedBytes bytes;

  template <class T>
  std::span<const T> elements() const {
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }

  /// Same type, same bits.
  friend bool operator==(const Tensor& a, const Tensor& b);
};

/// Copies `values` into a tensor of their type.
Tensor make_tensor(const std::vector<int64_t>& shape, std::span<const float> values);

/// The same numbers in another element type: floats round to nearest even, conversions to integers
/// truncate and saturate.
Tensor convert(const Tensor& tensor, DataType type);

/// Non-owning views for the reference computations: linear, contiguous, of known shape.
struct ConstTensorView {
  DataType data_type = DataType::kFloat32;
  std::vector<int64_t> shape;
  const void* data = nullptr;

  ConstTensorView() = default;
  ConstTensorView(DataType element, std::vector<int64_t> extents, const void* elements)
      : data_type(element), shape(std::move(extents)), data(elements) {}
  explicit ConstTensorView(const Tensor& tensor)
      : ConstTensorView(tensor.type.data_type, numbers(tensor.type.shape), tensor.bytes.data()) {}

  int64_t size() const;
  int64_t rank() const { return static_cast<int64_t>(shape.size()); }
  template <class T>
  const T* as() const {
    return static_cast<const T*>(data);
  }
};

struct TensorView : ConstTensorView {
  TensorView() = default;
  TensorView(DataType element, std::vector<int64_t> extents, void* elements)
      : ConstTensorView(element, std::move(extents), elements) {}

  template <class T>
  T* as() const {
    return static_cast<T*>(const_cast<void*>(data));
  }
};

/// Element `index` of any type as a double (64-bit integers beyond 2⁵³ round).
double load(const ConstTensorView& view, int64_t index);
/// Stores a double: floats round to nearest even; integers truncate towards zero and saturate.
void store(const TensorView& view, int64_t index, double value);

}  // namespace ingot::ir
