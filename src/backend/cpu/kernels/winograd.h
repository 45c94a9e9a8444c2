#pragma once

#include <cstdint>

#include "backend/cpu/kernels/register_tail.h"

namespace ingot::backend::cpu::kernels {

/// Winograd's F(m×m, 3×3): an output tile of m×m pixels from (m+2)×(m+2) products. The points are
/// 0, ±1, ∞ for m = 2 and 0, ±1, 1/2, −2, ∞ for m = 4 (docs/decisions/0005-winograd-points.md).
///
/// A run of tiles of one image in one block of channels. Tiles are counted row by row, `columns` a
/// row; tile (i, j) makes the output pixels from (i·m, j·m) on. Position p of the transformed tile
/// t lies at transformed[p·position_stride + t·block].
struct WinogradTiles {
  int64_t m;  ///< 2 or 4
  int64_t block;
  int64_t columns;
  int64_t first;
  int64_t count;
  float* transformed;  ///< of tile `first`
  int64_t position_stride;
};

constexpr int64_t winograd_positions(int64_t m) { return (m + 2) * (m + 2); }

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

/// G·g·Gᵀ of one 3×3 filter, position by position.
void winograd_filter(int64_t m, const float* filter, float* positions);

}  // namespace ingot::backend::cpu::kernels
