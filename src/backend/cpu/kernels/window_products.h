#pragma once

#include <cstdint>

#include "backend/cpu/kernels/register_tail.h"

namespace ingot::backend::cpu::kernels {

/// Filters of a panel: how many outputs of a pixel are computed together.
inline constexpr int64_t kFilterPanel = 16;
/// Panels whose sums fill the registers: a call takes that many at a time.
int64_t filter_panels_together();

/// How the channels of an image lie: `chunks` parts of `lanes` channels, which lie side by side.
struct ChannelChunks {
  int64_t count = 0;
  int64_t lanes = 1;
  int64_t last_lanes = 1;  ///< channels of the last chunk
  int64_t step = 0;        ///< floats from one chunk to the next
};

/// Products of windows on an image with panels of filters.
///
/// output(p, f) = tail(start + Σ image[pixel(p) + cell(c) + channel(k)]·weights(f, k, c)), one
/// chain of fused multiply-adds over chunks, in them cells, in them lanes. It starts from the
/// output
/// (`accumulates`), the bias or 0.
struct WindowProducts {
  const float* image = nullptr;     ///< padded: every window lies on it
  const int32_t* pixels = nullptr;  ///< where the windows start
  int64_t num_pixels = 0;
  /// Whether pixels[i] = pixels[0] + i · lanes; those of the output follow one after another too.
  bool are_pixels_in_order = false;
  const int32_t* cells = nullptr;  ///< a window's cells from its start on
  int64_t num_cells = 0;
  ChannelChunks channels{};
  int64_t first_chunk = 0;  ///< of those that this call sums over
  int64_t last_chunk = 0;   ///< and the one after them

  const float* weights = nullptr;  ///< panels [chunk, cell, lane, kFilterPanel]
  int64_t panel_stride = 0;        ///< floats from one panel to the next
  int64_t filters = 0;             ///< of all panels of this call; those that fill the last are 0

  float* output = nullptr;  ///< the first pixel's; filters of a block lie side by side
  int64_t block = 8;        ///< of the output
  /// Where the pixels lie in a block of the output; one after another unless given.
  const int32_t* output_pixels = nullptr;
  int64_t block_stride = 0;  ///< floats from one block of filters to the next
  bool accumulates = false;
  const float* bias = nullptr;  ///< one a filter of the panels, zeros included; not accumulated to
  RegisterTail tail{};

  /// So many of these, each of the three arrays that many floats behind the one before. They have
  /// neither bias nor tail.
  int64_t batch = 1;
  int64_t image_step = 0;
  int64_t weights_step = 0;
  int64_t output_step = 0;
};

void window_products(const WindowProducts& work);

}  // namespace ingot::backend::cpu::kernels
