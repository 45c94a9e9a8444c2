#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
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

  /// `strides` has one vector an operand, with a stride for each of at most kMaxAxes extents.
  StridedLoop(std::span<const int64_t> extents,
              std::initializer_list<std::span<const int64_t>> strides);

  int64_t inner_extent() const { return extents_[0]; }
  int64_t inner_stride(size_t operand) const { return strides_[0][operand]; }
  /// How often the innermost loop runs.
  int64_t outer_extent() const { return outer_extent_; }

  /// body(offsets of the operands) for the innermost loops begin…end−1.
  template <class Body>
  void for_each(int64_t begin, int64_t end, const Body& body) const {
    if (begin >= end) return;
    Cursor cursor = cursor_at(begin);
    for (int64_t i = begin; i < end; ++i, advance(cursor)) body(cursor.offsets);
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

/// Strides of a row-major tensor of `shape` as it is broadcast to `to`: 0 where it has extent 1 or
/// no such axis.
std::vector<int64_t> broadcast_strides(std::span<const int64_t> shape,
                                       std::span<const int64_t> to);

}  // namespace ingot::backend::cpu
