#include "plan/arena_contents.h"

#include <iterator>

namespace ingot::plan {

void ArenaContents::overwrite(uint64_t offset, uint64_t size) {
  if (size == 0) return;
  auto bytes = bytes_.upper_bound(offset);
  if (bytes != bytes_.begin() && std::prev(bytes)->second.end > offset) --bytes;
  while (bytes != bytes_.end() && bytes->first < offset + size) {
    for (const uint32_t tensor : bytes->second.tensors) is_held_[tensor] = false;
    bytes = bytes_.erase(bytes);
  }
}

void ArenaContents::hold(uint32_t tensor, uint64_t offset, uint64_t size, bool beside) {
  if (is_held_.size() <= tensor) is_held_.resize(tensor + 1, false);
  is_held_[tensor] = true;
  if (size == 0) return;
  const auto there = bytes_.find(offset);
  if (!beside || there == bytes_.end() || there->second.end != offset + size) {
    overwrite(offset, size);
    is_held_[tensor] = true;
  }
  bytes_[offset].end = offset + size;
  bytes_[offset].tensors.push_back(tensor);
}

bool ArenaContents::holds(uint32_t tensor) const {
  return tensor < is_held_.size() && is_held_[tensor];
}

}  // namespace ingot::plan
