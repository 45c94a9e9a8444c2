#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ingot::tools {

/// Size of a regular file. Throws Failure.
uint64_t size_of_file(const std::string& path);
/// The bytes of a regular file. Throws Failure, before memory is taken when they are above `limit`.
std::vector<std::byte> read_file(const std::string& path, uint64_t limit);
/// Throws Failure unless a file can be written to `path`: files can be made in its folder, or a
/// device or pipe is there. Throws WrongWords where it is one of the files `others`. Empty paths
/// are none.
void require_output(const std::string& path, const std::vector<std::string>& others = {});
/// Writes a file, whole or not at all. Throws Failure.
void write_file(const std::string& path, std::span<const std::byte> bytes);
void write_file(const std::string& path, const std::string& text);

}  // namespace ingot::tools
