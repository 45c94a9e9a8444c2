#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "element_type.h"

namespace ingot::tools {

/// What the header of a .npy file tells.
struct NpyHeader {
  std::string type;  ///< numpy's, such as "<f4"
  std::vector<int64_t> shape;
  uint64_t offset = 0;  ///< of the elements, which are row-major, in the file
};

bool is_npy(std::span<const std::byte> begin);
/// Reads a header. Throws Failure, also when the file has not as many bytes as the elements need
/// (`size_of_element`).
NpyHeader read_npy_header(const std::string& path, size_t size_of_element);
/// A header for these elements, to be followed by them.
std::vector<std::byte> npy_header(const ElementType& type, const std::vector<int64_t>& shape);

}  // namespace ingot::tools
