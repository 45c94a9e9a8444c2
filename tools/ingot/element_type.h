#pragma once

#include <NvInfer.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ingot::tools {

/// A type whose elements files hold.
struct ElementType {
  nvinfer1::DataType type;
  const char* name;   ///< "float32"
  const char* numpy;  ///< "<f4"
  size_t size;
  double (*value)(const std::byte* element);
};

/// Throws Failure for a type that files do not hold.
const ElementType& element_type(nvinfer1::DataType type);

/// Extents as text: "1x3x224x224".
std::string shape_text(const std::vector<int64_t>& shape);
/// Number of elements times their size. Throws Failure when an extent is negative or the product
/// above 2^46.
size_t bytes_of(const std::vector<int64_t>& shape, size_t element_size);

}  // namespace ingot::tools
