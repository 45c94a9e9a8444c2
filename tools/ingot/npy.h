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
/// The longest header that is read.
inline constexpr size_t kLongestNpyHeader = 12 + (size_t{1} << 16);

/// The header that a file of `size` bytes begins with, of which `begin` has the first
/// kLongestNpyHeader, or all. Throws Failure, also when the file has not as many bytes as the
/// elements need (`size_of_element`).
NpyHeader npy_header_of(std::span<const std::byte> begin, uint64_t size, size_t size_of_element);
/// Likewise, of a file, whose name is in the Failure.
NpyHeader read_npy_header(const std::string& path, size_t size_of_element);
/// A header for these elements, to be followed by them.
std::vector<std::byte> npy_header(const ElementType& type, const std::vector<int64_t>& shape);

}  // namespace ingot::tools
