#include "plan/arena_contents.h"

#include <algorithm>
#include <iterator>

namespace ingot::plan {

ArenaContents::Place ArenaContents::first_after(uint64_t offset) {
  const auto next = bytes_.upper_bound(offset);
  return next != bytes_.begin() && std::prev(next)->second.end > offset ? std::prev(next) : next;
}

void ArenaContents::overwrite(uint64_t offset, uint64_t size) {
  if (size == 0) return;
  auto bytes = first_after(offset);
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
  const bool is_whole =
      there != bytes_.end() && there->second.end == offset + size && there->second.pitch == 0;
  if (!beside || !is_whole) {
    overwrite(offset, size);
    is_held_[tensor] = true;
  }
  bytes_[offset].end = offset + size;
  bytes_[offset].tensors.push_back(tensor);
}

bool ArenaContents::are_beside(const Bytes& bytes, const Column& column, uint64_t pitch) {
  return bytes.pitch == pitch && std::ranges::all_of(bytes.columns, [&](const Column& other) {
           const uint64_t after = (column.offset % pitch + pitch - other.offset % pitch) % pitch;
           return after >= other.width && after + column.width <= pitch;
         });
}

void ArenaContents::hold_columns(uint32_t tensor, uint64_t offset, uint64_t size, uint64_t width,
                                 uint64_t pitch) {
  if (size == 0) return hold(tensor, offset, size, false);
  const Column column{offset, width};
  Bytes whole{offset + size, {tensor}, pitch, {column}};
  uint64_t begin = offset;
  for (auto bytes = first_after(offset); bytes != bytes_.end() && bytes->first < offset + size;) {
    const Bytes& there = bytes->second;
    if (!are_beside(there, column, pitch)) {
      ++bytes;
      continue;
    }
    begin = std::min(begin, bytes->first);
    whole.end = std::max(whole.end, there.end);
    whole.tensors.insert(whole.tensors.end(), there.tensors.begin(), there.tensors.end());
    whole.columns.insert(whole.columns.end(), there.columns.begin(), there.columns.end());
    bytes = bytes_.erase(bytes);
  }
  hold(tensor, offset, size, false);
  bytes_.erase(offset);
  bytes_[begin] = std::move(whole);
}

bool ArenaContents::holds(uint32_t tensor) const {
  return tensor < is_held_.size() && is_held_[tensor];
}

}  // namespace ingot::plan
