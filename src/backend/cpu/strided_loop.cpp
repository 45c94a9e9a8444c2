#include "backend/cpu/strided_loop.h"

#include <algorithm>

#include "ops/elements.h"

namespace ingot::backend::cpu {

StridedLoop::StridedLoop(std::span<const int64_t> extents,
                         std::span<const std::vector<int64_t>> strides) {
  size_t axes = 0;
  for (size_t i = extents.size(); i-- > 0;) {
    if (extents[i] == 1) continue;
    Offsets step{};
    std::ranges::transform(strides, step.begin(), [i](const auto& all) { return all[i]; });
    const auto continues = [&] {
      for (size_t operand = 0; operand < strides.size(); ++operand) {
        if (step[operand] != strides_[axes - 1][operand] * extents_[axes - 1]) return false;
      }
      return true;
    };
    if (axes > 0 && continues()) {
      extents_[axes - 1] *= extents[i];
    } else {
      extents_[axes] = extents[i];
      strides_[axes++] = step;
    }
  }
  axes_ = std::max<size_t>(axes, 1);
  for (size_t axis = 1; axis < axes_; ++axis) outer_extent_ *= extents_[axis];
}

StridedLoop::Cursor StridedLoop::cursor_at(int64_t outer) const {
  Cursor cursor;
  for (size_t axis = 1; axis < axes_; ++axis) {
    cursor.index[axis] = outer % extents_[axis];
    outer /= extents_[axis];
    for (size_t operand = 0; operand < kMaxOperands; ++operand) {
      cursor.offsets[operand] += cursor.index[axis] * strides_[axis][operand];
    }
  }
  return cursor;
}

void StridedLoop::advance(Cursor& cursor) const {
  for (size_t axis = 1; axis < axes_; ++axis) {
    const bool wraps = ++cursor.index[axis] == extents_[axis];
    const int64_t steps = wraps ? 1 - extents_[axis] : 1;
    for (size_t operand = 0; operand < kMaxOperands; ++operand) {
      cursor.offsets[operand] += steps * strides_[axis][operand];
    }
    if (!wraps) return;
    cursor.index[axis] = 0;
  }
}

}  // namespace ingot::backend::cpu
