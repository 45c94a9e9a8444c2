#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace ingot::backend::cpu {

/// Nested loops over the axes of a shape in which each operand moves by a stride an axis. Axes that
/// all operands run through as one are merged, and those of extent 1 dropped. The innermost is
/// kept apart: kernels run over it.
class StridedLoop {
 public:
  static constexpr size_t kMaxAxes = 8;
  static constexpr size_t kMaxOperands = 4;
  using Offsets = std::array<int64_t, kMaxOperands>;

  /// `strides` has one vector an operand, with a stride for each of the extents, of which at most
  /// kMaxAxes are not 1.
  StridedLoop(std::span<const int64_t> extents, std::span<const std::vector<int64_t>> strides);

  /// Elements that the loops run over.
  int64_t size() const { return extents_[0] * outer_extent_; }
  /// Of the innermost loop.
  int64_t inner_stride(size_t operand) const { return strides_[0][operand]; }

  /// body(offsets, count) for elements begin…end−1, as runs of the innermost loop: the operands'
  /// offsets of each run's first element, and how many follow at the inner strides.
  template <class Body>
  void for_each_run(int64_t begin, int64_t end, const Body& body) const {
    if (begin >= end) return;
    int64_t inner = begin % extents_[0];
    Cursor cursor = cursor_at(begin / extents_[0]);
    while (begin < end) {
      const int64_t count = std::min(extents_[0] - inner, end - begin);
      Offsets offsets = cursor.offsets;
      for (size_t i = 0; i < kMaxOperands; ++i) offsets[i] += inner * strides_[0][i];
      body(offsets, count);
      begin += count;
      inner = 0;
      advance(cursor);
    }
  }

 private:
  struct Cursor {
    std::array<int64_t, kMaxAxes> index{};
    Offsets offsets{};
  };

  Cursor cursor_at(int64_t outer) const;
  void advance(Cursor& cursor) const;

  // Innermost axis first.
  size_t axes_ = 1;
  std::array<int64_t, kMaxAxes> extents_{1};
  std::array<Offsets, kMaxAxes> strides_{};
  int64_t outer_extent_ = 1;
};

}  // namespace ingot::backend::cpu
