#pragma once

#include <cstdint>

#include "backend/cpu/kernels/register_tail.h"

namespace ingot::backend::cpu::kernels {

/// Winograd's F(m×m, r×r): an output tile of m×m pixels from n×n products, n = m+r−1. There are
/// F(2×2, 3×3), whose points are 0, ±1, ∞, and F(4×4, 3×3) and F(2×2, 5×5), whose points are 0, ±1,
/// 1/2, −2, ∞ (docs/decisions/0005-winograd-points.md).
struct WinogradForm {
  int64_t m;
  int64_t window;  ///< r

  int64_t n() const { return m + window - 1; }
  int64_t positions() const { return n() * n(); }
};

/// A run of tiles of one image in one block of channels. Tiles are counted row by row, `columns` a
/// row; tile (i, j) makes the output pixels from (i·m, j·m) on. Position p of the transformed tile
/// t lies at transformed[p·position_stride + t·block].
struct WinogradTiles {
  WinogradForm form;
  int64_t block;
  int64_t columns;
  int64_t first;
  int64_t count;
  float* transformed;  ///< of tile `first`
  int64_t position_stride;
};

/// An image of one block of channels [height, width, block]; output pixel (0, 0) sees the window
/// from (−pad_y, −pad_x) on.
struct WinogradImage {
  const float* data;
  int64_t height;
  int64_t width;
  int64_t pad_y;
  int64_t pad_x;
};
/// Bᵀ·d·B of what each tile sees.
void winograd_input(const WinogradTiles& tiles, const WinogradImage& image);

/// The output [height, width, block], the bias [block] or null, and the tail at the output's start.
struct WinogradOutput {
  float* data;
  int64_t height;
  int64_t width;
  const float* bias;
  RegisterTail tail;
};
/// Aᵀ·t·A + bias, then the tail, for the pixels that are on the output.
void winograd_output(const WinogradTiles& tiles, const WinogradOutput& output);

/// G·g·Gᵀ of `count` filters [r, r], one after another, position by position.
void winograd_filters(const WinogradForm& form, const float* filters, int64_t count,
                      float* positions);

}  // namespace ingot::backend::cpu::kernels
