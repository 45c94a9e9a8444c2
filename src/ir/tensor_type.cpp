#include "ir/tensor_type.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/text.h"

namespace ingot::ir {
namespace {

struct DataTypeRow {
  std::string_view name;
  size_t size;
};

constexpr std::array<DataTypeRow, 8> kDataTypes{{
    {"f32", 4},
    {"f16", 2},
    {"bf16", 2},
    {"i8", 1},
    {"u8", 1},
    {"i32", 4},
    {"i64", 8},
    {"bool", 1},
}};

struct FormatRow {
  std::string_view name;
  int64_t block;
  bool is_channels_last = false;
  DataType stored = DataType::kFloat32;
};

constexpr std::array<FormatRow, 8> kFormats{{{"linear", 1},
                                             {"c8", 8},
                                             {"c16", 16},
                                             {"nhwc8", 8, true},
                                             {"f16", 1, false, DataType::kFloat16},
                                             {"f16_nhwc8", 8, true, DataType::kFloat16},
                                             {"bf16", 1, false, DataType::kBFloat16},
                                             {"bf16_nhwc8", 8, true, DataType::kBFloat16}}};

const FormatRow& row_of(Format format) { return kFormats.at(static_cast<size_t>(format)); }

const DataTypeRow& row_of(DataType type) { return kDataTypes.at(static_cast<size_t>(type)); }

}  // namespace

std::string_view name_of(DataType type) { return row_of(type).name; }

std::optional<DataType> data_type_of(std::string_view name) {
  for (size_t i = 0; i < kDataTypes.size(); ++i) {
    if (kDataTypes[i].name == name) return static_cast<DataType>(i);
  }
  return std::nullopt;
}

size_t size_of(DataType type) { return row_of(type).size; }

bool is_floating(DataType type) { return type <= DataType::kBFloat16; }

std::string_view name_of(Format format) { return row_of(format).name; }

std::optional<Format> format_of(std::string_view name) {
  for (size_t i = 0; i < kFormats.size(); ++i) {
    if (kFormats[i].name == name) return static_cast<Format>(i);
  }
  return std::nullopt;
}

int64_t block_of(Format format) { return row_of(format).block; }
bool is_row_major(Format format) { return block_of(format) == 1; }
bool is_channels_last(Format format) { return row_of(format).is_channels_last; }
DataType stored_type(Format format) { return row_of(format).stored; }

Format row_major(Format format) {
  switch (stored_type(format)) {
    case DataType::kFloat16: return Format::kHalf;
    case DataType::kBFloat16: return Format::kBFloat;
    default: return Format::kLinear;
  }
}

bool is_known(const Shape& shape) {
  return std::all_of(shape.begin(), shape.end(), [](const Dim& dim) { return dim.is_known(); });
}

Dim num_elements(const Shape& shape) {
  Dim product = 1;
  for (const auto& dim : shape) product = product * dim;
  return product;
}

Shape bind(const Shape& shape, const Bindings& bindings) {
  Shape bound;
  bound.reserve(shape.size());
  for (const auto& dim : shape) bound.push_back(dim.bind(bindings));
  return bound;
}

std::vector<int64_t> numbers(const Shape& shape) {
  std::vector<int64_t> values;
  values.reserve(shape.size());
  for (const auto& dim : shape) values.push_back(dim.value());
  return values;
}

Shape shape_of(const std::vector<int64_t>& numbers) { return {numbers.begin(), numbers.end()}; }

std::string to_string(const Shape& shape) { return "[" + join(shape, ",") + "]"; }

std::optional<Shape> broadcast(const Shape& a, const Shape& b) {
  const size_t rank = std::max(a.size(), b.size());
  Shape result(rank, Dim(1));
  for (size_t i = 0; i < rank; ++i) {
    const Dim left = i < rank - a.size() ? Dim(1) : a[i - (rank - a.size())];
    const Dim right = i < rank - b.size() ? Dim(1) : b[i - (rank - b.size())];
    if (left == right || right == Dim(1)) {
      result[i] = left;
    } else if (left == Dim(1)) {
      result[i] = right;
    } else if (left.is_known() && right.is_known()) {
      return std::nullopt;
    } else if (left.is_known() || right.is_known()) {
      result[i] = left.is_known() ? left : right;
    } else {
      result[i] = max(left, right);
    }
  }
  return result;
}

TensorType linear(TensorType type) {
  type.format = Format::kLinear;
  return type;
}

DataType stored_type(const TensorType& type) {
  const DataType stored = stored_type(type.format);
  return stored == DataType::kFloat32 ? type.data_type : stored;
}

Shape filled_shape(const TensorType& type) {
  const int64_t block = block_of(type.format);
  if (block == 1) return type.shape;
  require(type.shape.size() > 1, ErrorCode::kInvalidArgument,
          [&] { return str("tensor ", type, " has no channels to lie in blocks"); });
  Shape shape = type.shape;
  const int64_t over = shape[1].value() % block;
  if (over > 0) shape[1] = shape[1] + (block - over);
  return shape;
}

size_t byte_size(const TensorType& type) { return byte_size(type, 0); }

size_t byte_size(const TensorType& type, int64_t pitch) {
  const Shape filled = filled_shape(type);
  Dim elements = num_elements(filled);
  if (pitch != 0 && elements != Dim(0)) {
    Shape pixels = filled;
    pixels[1] = 1;
    elements = (num_elements(pixels) - 1) * pitch + filled[1];
  }
  int64_t bytes = 0;
  const bool fits = elements.value() >= 0 &&
                    !__builtin_mul_overflow(
                        elements.value(), static_cast<int64_t>(size_of(stored_type(type))), &bytes);
  require(fits, ErrorCode::kInvalidArgument,
          [&] { return str("tensor ", type, " is too large to address"); });
  return static_cast<size_t>(bytes);
}

std::string to_string(const TensorType& type) {
  const std::string text = std::string(name_of(type.data_type)) + to_string(type.shape);
  return type.format == Format::kLinear ? text : str(text, "/", name_of(type.format));
}

TensorType bind(const TensorType& type, const Bindings& bindings) {
  return {type.data_type, bind(type.shape, bindings), type.format};
}

}  // namespace ingot::ir
