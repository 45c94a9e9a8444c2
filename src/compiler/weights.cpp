#include "compiler/weights.h"

#include <algorithm>

#include "base/hash.h"

namespace ingot::compiler {

uint64_t WeightsWriter::add(std::span<const std::byte> bytes) {
  const uint64_t hash = hash_bytes(bytes);
  const auto [begin, end] = by_hash_.equal_range(hash);
  for (auto entry = begin; entry != end; ++entry) {
    const auto [offset, size] = entry->second;
    if (size == bytes.size() &&
        std::equal(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<ptrdiff_t>(offset))) {
      return offset;
    }
  }
  const uint64_t offset = bytes_.size();
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  bytes_.resize(align_up(bytes_.size()));
  by_hash_.emplace(hash, std::pair{offset, bytes.size()});
  return offset;
}

SharedBytes WeightsWriter::finish() { return SharedBytes::copy_of(bytes_); }

}  // namespace ingot::compiler
