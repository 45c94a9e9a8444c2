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
  bool holds(uint32_t tensor) const;

 private:
  struct Bytes {
    uint64_t end = 0;
    std::vector<uint32_t> tensors;
  };

  std::map<uint64_t, Bytes> bytes_;  ///< by their begin; they do not overlap
  std::vector<bool> is_held_;
};

}  // namespace ingot::plan
