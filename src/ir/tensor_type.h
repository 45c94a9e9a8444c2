#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/scalar.h"
#include "ir/dim.h"

namespace ingot::ir {

enum class DataType : uint8_t {
  kFloat32,
  kFloat16,
  kBFloat16,
  kInt8,
  kUInt8,
  kInt32,
  kInt64,
  kBool,
};

/// "f32", "f16", "bf16", "i8", "u8", "i32", "i64", "bool".
std::string_view name_of(DataType type);
std::optional<DataType> data_type_of(std::string_view name);
/// Bytes of one element.
size_t size_of(DataType type);
bool is_floating(DataType type);

/// Calls `visitor` with a zero of the C++ type that holds elements of `type` (bool as bool).
template <class Visitor>
decltype(auto) visit(DataType type, Visitor&& visitor) {
  switch (type) {
    case DataType::kFloat32: break;
    case DataType::kFloat16: return visitor(Half());
    case DataType::kBFloat16: return visitor(BFloat16());
    case DataType::kInt8: return visitor(int8_t{});
    case DataType::kUInt8: return visitor(uint8_t{});
    case DataType::kInt32: return visitor(int32_t{});
    case DataType::kInt64: return visitor(int64_t{});
    case DataType::kBool: return visitor(false);
  }
  return visitor(0.0F);
}

/// How the elements lie in memory: their order and, where it is not the tensor's own, their type.
/// What fills up channels is anything.
enum class Format : uint8_t {
  kLinear,              ///< row-major, the last axis runs fastest
  kBlocked8,            ///< [N, C/8, spatial…, 8]: blocks of 8 channels
  kBlocked16,           ///< the same by 16
  kChannelsLast,        ///< [N, spatial…, C], C filled up to a multiple of 8
  kHalf,                ///< kLinear, the elements of an f32 tensor kept as f16
  kHalfChannelsLast,    ///< kChannelsLast, the same
  kBFloat,              ///< kLinear, the elements of an f32 tensor kept as bf16
  kBFloatChannelsLast,  ///< kChannelsLast, the same
};

/// "linear", "c8", "c16", "nhwc8", "f16", "f16_nhwc8", "bf16", "bf16_nhwc8".
std::string_view name_of(Format format);
std::optional<Format> format_of(std::string_view name);
/// What the number of channels is filled up to a multiple of; 1 for row-major tensors.
int64_t block_of(Format format);
bool is_row_major(Format format);
bool is_channels_last(Format format);
/// The type that it keeps f32 elements in: f32 or a shorter one.
DataType stored_type(Format format);
/// The row-major format that keeps elements in the same type.
Format row_major(Format format);

using Shape = std::vector<Dim>;

bool is_known(const Shape& shape);
/// Product of all extents; 1 for a scalar.
Dim num_elements(const Shape& shape);
Shape bind(const Shape& shape, const Bindings& bindings);
/// The numbers of a known shape; throws Error kInvalidState otherwise.
std::vector<int64_t> numbers(const Shape& shape);
Shape shape_of(const std::vector<int64_t>& numbers);
/// "[N,3,224,224]".
std::string to_string(const Shape& shape);

/// NumPy's rule over symbols: extents must be equal or 1. A known extent above 1 wins over an
/// unknown one, two different unknown extents give their maximum; whether they agree is seen when
/// numbers are known. nullopt when they clash.
std::optional<Shape> broadcast(const Shape& a, const Shape& b);

struct TensorType {
  DataType data_type = DataType::kFloat32;
  Shape shape;
  Format format = Format::kLinear;

  friend bool operator==(const TensorType&, const TensorType&) = default;
};

/// The same tensor, row-major and of its own element type. Operators infer types of linear tensors.
TensorType linear(TensorType type);
/// The type that its elements have in memory.
DataType stored_type(const TensorType& type);
/// With the channels that fill the last block.
Shape filled_shape(const TensorType& type);
/// Bytes of a tensor of known shape; throws Error when they do not fit into 63 bits.
size_t byte_size(const TensorType& type);
/// Bytes from the first to the last of images with the channels last whose pixels lie `pitch`
/// elements apart; 0: byte_size(type). Throws as that.
size_t byte_size(const TensorType& type, int64_t pitch);
/// "f32[N,3,224,224]", "f32[N,64,56,56]/c8", "f32[N,64,56,56]/f16_nhwc8".
std::string to_string(const TensorType& type);
TensorType bind(const TensorType& type, const Bindings& bindings);

inline std::ostream& operator<<(std::ostream& out, const TensorType& type) {
  return out << to_string(type);
}

}  // namespace ingot::ir
