#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace ingot::plan {

/// Which tensors the arena holds whole while a plan runs.
class ArenaContents {
 public:
  /// Something is written to these bytes: what lay there, if only in part, is lost.
  void overwrite(uint64_t offset, uint64_t size);
  /// These bytes hold the tensor; with `beside`, they hold what they held before too.
  void hold(uint32_t tensor, uint64_t offset, uint64_t size, bool beside);
  /// Of these bytes, `width` in every `pitch` hold the tensor, from the first one on. What lies in
  /// the bytes between, at the same pitch, they hold too. A pitch is below 2^34 and not below its
  /// width.
  void hold_columns(uint32_t tensor, uint64_t offset, uint64_t size, uint64_t width,
                    uint64_t pitch);
  bool holds(uint32_t tensor) const;

 private:
  struct Column {
    uint64_t offset, width;
  };
  struct Bytes {
    uint64_t end = 0;
    std::vector<uint32_t> tensors;
    uint64_t pitch = 0;  ///< of the columns; 0: each of the tensors has all of the bytes
    std::vector<Column> columns{};
  };
  using Place = std::map<uint64_t, Bytes>::iterator;

  /// The first bytes that end after `offset`.
  Place first_after(uint64_t offset);
  static bool are_beside(const Bytes& bytes, const Column& column, uint64_t pitch);

  std::map<uint64_t, Bytes> bytes_;  ///< by their begin; they do not overlap
  std::vector<bool> is_held_;
};

}  // namespace ingot::plan
