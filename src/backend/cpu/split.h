#pragma once

#include <algorithm>
#include <cstdint>

namespace ingot::backend::cpu {

struct Part {
  int64_t begin;
  int64_t end;
  int64_t size() const { return end - begin; }
};

/// 0…total−1 cut into `count` parts of `size`; the last may be smaller.
struct Split {
  int64_t total = 0;
  int64_t size = 1;
  int64_t count = 1;

  Part part(int64_t index) const { return {index * size, std::min(total, (index + 1) * size)}; }
};

/// The fewest parts of at most `largest`, as even as can be; one empty part of nothing.
inline Split split_evenly(int64_t total, int64_t largest) {
  const int64_t count = std::max<int64_t>(1, (total + largest - 1) / largest);
  const int64_t size = std::max<int64_t>(1, (total + count - 1) / count);
  return {total, size, std::max<int64_t>(1, (total + size - 1) / size)};
}

/// Parts of `least` to `largest` such that, times `others`, there are `wanted` of them, if `least`
/// allows it.
inline Split split_for(int64_t total, int64_t largest, int64_t least, int64_t wanted,
                       int64_t others) {
  const int64_t parts = (wanted + std::max<int64_t>(others, 1) - 1) / std::max<int64_t>(others, 1);
  const int64_t size = total / std::max<int64_t>(parts, 1);
  return split_evenly(total,
                      std::clamp(size, std::min(least, largest), std::max<int64_t>(largest, 1)));
}

}  // namespace ingot::backend::cpu
