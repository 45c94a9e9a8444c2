#include "element_type.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "failure.h"

namespace ingot::tools {
namespace {

template <class T>
double value_of(const std::byte* element) {
  T value;
  std::memcpy(&value, element, sizeof value);
  return static_cast<double>(value);
}

/// IEEE half: 1 bit sign, 5 bits exponent with bias 15, 10 bits fraction.
double half_value(const std::byte* element) {
  uint16_t bits = 0;
  std::memcpy(&bits, element, sizeof bits);
  const int exponent = (bits >> 10) & 31;
  const int fraction = bits & 1023;
  double value =
      exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
  if (exponent == 31) value = fraction == 0 ? INFINITY : NAN;
  return (bits >> 15) != 0 ? -value : value;
}

constexpr std::array kTypes{
    ElementType{nvinfer1::DataType::kFLOAT, "float32", "<f4", 4, value_of<float>},
    ElementType{nvinfer1::DataType::kHALF, "float16", "<f2", 2, half_value},
    ElementType{nvinfer1::DataType::kINT8, "int8", "|i1", 1, value_of<int8_t>},
    ElementType{nvinfer1::DataType::kINT32, "int32", "<i4", 4, value_of<int32_t>},
    ElementType{nvinfer1::DataType::kBOOL, "bool", "|b1", 1, value_of<uint8_t>},
    ElementType{nvinfer1::DataType::kUINT8, "uint8", "|u1", 1, value_of<uint8_t>},
    ElementType{nvinfer1::DataType::kINT64, "int64", "<i8", 8, value_of<int64_t>},
};

}  // namespace

const ElementType& element_type(nvinfer1::DataType type) {
  const auto* found = std::ranges::find(kTypes, type, &ElementType::type);
  if (found != kTypes.end()) return *found;
  throw Failure("elements of type number " + std::to_string(static_cast<int>(type)) +
                " cannot be read from or written to files");
}

std::string shape_text(const std::vector<int64_t>& shape) {
  std::string text;
  for (const int64_t extent : shape) text += (text.empty() ? "" : "x") + std::to_string(extent);
  return text.empty() ? "scalar" : text;
}

size_t bytes_of(const std::vector<int64_t>& shape, size_t element_size) {
  constexpr size_t kLimit = size_t{1} << 46;
  size_t bytes = element_size;
  for (const int64_t extent : shape) {
    const bool is_wrong = extent < 0 ||
                          __builtin_mul_overflow(bytes, static_cast<size_t>(extent), &bytes) ||
                          bytes > kLimit;
    if (is_wrong)
      throw Failure("a tensor of " + shape_text(shape) + " elements is no sensible size");
  }
  return bytes;
}

}  // namespace ingot::tools
