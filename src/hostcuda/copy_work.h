// What copies and fills do, once their arguments are checked.
#pragma once
#include <cstddef>
#include <cstring>

namespace ingot::hostcuda {

/// Bytes from the first to the last of `count` pieces; false where they are beyond a size_t.
inline bool span_of(std::size_t step, std::size_t bytes, std::size_t count, std::size_t& span) {
  return !__builtin_mul_overflow(step, count - 1, &span) &&
         !__builtin_add_overflow(span, bytes, &span);
}

/// `rows` pieces of `bytes`, `planes` times. Nothing is 0.
struct Box {
  std::size_t bytes;
  std::size_t rows = 1;
  std::size_t planes = 1;

  std::size_t size() const { return bytes * rows * planes; }
};

/// Bytes in memory, from the first to the last that are touched.
struct Range {
  const void* begin;
  std::size_t bytes;
};

/// How the pieces of a box lie in memory: bytes from one row, and one plane, to the next.
struct Layout {
  std::size_t pitch;
  std::size_t slice;

  /// False where the range is beyond a size_t.
  bool span(const Box& box, std::size_t& bytes) const {
    return span_of(pitch, box.bytes, box.rows, bytes) && span_of(slice, bytes, box.planes, bytes);
  }
  Range range(const void* begin, const Box& box) const {
    std::size_t bytes = 0;
    span(box, bytes);
    return {begin, bytes};
  }
};

struct Copy {
  void* to;
  const void* from;
  std::size_t bytes;
  void operator()() const { std::memmove(to, from, bytes); }
  Range writes() const { return {to, bytes}; }
  Range reads() const { return {from, bytes}; }
};

struct CopyBox {
  void* to;
  const void* from;
  Layout to_layout;
  Layout from_layout;
  Box box;

  Range writes() const { return to_layout.range(to, box); }
  Range reads() const { return from_layout.range(from, box); }
  void operator()() const {
    for (std::size_t plane = 0; plane < box.planes; ++plane) {
      char* to_row = static_cast<char*>(to) + plane * to_layout.slice;
      const char* from_row = static_cast<const char*>(from) + plane * from_layout.slice;
      for (std::size_t row = 0; row < box.rows; ++row) {
        std::memmove(to_row, from_row, box.bytes);
        to_row += to_layout.pitch;
        from_row += from_layout.pitch;
      }
    }
  }
};

struct FillBox {
  void* to;
  Layout layout;
  Box box;
  int value;

  Range writes() const { return layout.range(to, box); }
  Range reads() const { return {nullptr, 0}; }
  void operator()() const {
    for (std::size_t plane = 0; plane < box.planes; ++plane) {
      char* row = static_cast<char*>(to) + plane * layout.slice;
      for (std::size_t i = 0; i < box.rows; ++i, row += layout.pitch) {
        std::memset(row, value, box.bytes);
      }
    }
  }
};

}  // namespace ingot::hostcuda
