#pragma once

#include <cstdint>

#include "backend/cpu/kernels/sliding_axis.h"

namespace ingot::backend::cpu::kernels {

/// What a window sees of an image [channels, y.input, x.input]: a matrix of a row for each
/// (channel, window cell) and a column for each output pixel; cells off the input are 0.
struct WindowMatrix {
  const float* image;
  SlidingAxis y;
  SlidingAxis x;
};

/// Packs rows depth_begin…+depth and columns first_pixel…+pixels for ColumnPanels::packed, the
/// last panel filled up with zeros.
void pack_window(const WindowMatrix& matrix, int64_t depth_begin, int64_t depth,
                 int64_t first_pixel, int64_t pixels, float* packed);

}  // namespace ingot::backend::cpu::kernels
