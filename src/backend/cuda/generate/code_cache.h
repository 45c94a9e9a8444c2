#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ingot::backend::cuda {

/// Compiled code in a folder, a file each, for other processes. A key tells all that the code
/// depends on, its source included, and is kept with it: code is given out for that key alone, of a
/// file that is whole by its sizes and checksum. Processes may share a folder, and anyone may empty
/// it; whoever may write to it decides what runs.
class CodeCache {
 public:
  /// None where `folder` is empty: nothing is found and nothing kept.
  explicit CodeCache(std::string folder) : folder_(std::move(folder)) {}

  /// Nothing where there is no such file, or one that is damaged, of another key or another
  /// version.
  std::optional<std::vector<std::byte>> find(std::string_view key) const;
  /// Writes the file, whole or not at all, and makes the folder, for this user alone. False where
  /// that fails.
  bool keep(std::string_view key, std::span<const std::byte> code) const noexcept;

  /// The file of a key.
  std::string path_of(std::string_view key) const;

 private:
  std::string folder_;
};

}  // namespace ingot::backend::cuda
