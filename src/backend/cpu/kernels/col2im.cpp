#include "backend/cpu/kernels/col2im.h"

#include <algorithm>

namespace ingot::backend::cpu::kernels {
namespace {

/// Neighbouring output pixels, and where their cell lies: the first at `origin`, the others a
/// stride further each, of which those in 0…x.input−1 exist.
struct Segment {
  const float* values;
  int64_t count;
  int64_t origin;
};

void add_segment(const Segment& segment, const SlidingAxis& x, float* row) {
  const int64_t last = x.input - 1 - segment.origin;
  const int64_t begin = segment.origin >= 0 ? 0 : (-segment.origin + x.stride - 1) / x.stride;
  const int64_t end = last < 0 ? 0 : std::min(segment.count, last / x.stride + 1);
  for (int64_t i = begin; i < end; ++i) row[segment.origin + i * x.stride] += segment.values[i];
}

void add_cell(int64_t cell, const float* values, const Columns& columns, const SlidingAxis& y,
              const SlidingAxis& x, float* plane) {
  const int64_t end = columns.pixel_begin + columns.pixels;
  for (int64_t pixel = columns.pixel_begin; pixel < end;) {
    const int64_t column = pixel % x.output;
    const int64_t count = std::min(end - pixel, x.output - column);
    const int64_t row = pixel / x.output * y.stride + cell / x.window * y.dilation - y.pad;
    if (row >= 0 && row < y.input) {
      const int64_t origin = column * x.stride + cell % x.window * x.dilation - x.pad;
      add_segment({values, count, origin}, x, plane + row * x.input);
    }
    pixel += count;
    values += count;
  }
}

}  // namespace

void add_columns(const Columns& columns, const SlidingAxis& y, const SlidingAxis& x, float* plane) {
  for (int64_t i = 0; i < columns.cells; ++i) {
    add_cell(columns.cell_begin + i, columns.values + i * columns.pixels, columns, y, x, plane);
  }
}

}  // namespace ingot::backend::cpu::kernels
