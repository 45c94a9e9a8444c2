#pragma once

#include <functional>
#include <span>
#include <vector>

#include "backend/cpu/kernels/window_products.h"
#include "backend/cpu/tactic.h"
#include "backend/cpu/window_shape.h"

namespace ingot::backend::cpu {

/// How the filters [filters, channels, cells] of a convolution, those of all groups one after
/// another, lie for kernels::window_products, filled up with zeros: panels [chunk, cell, lane,
/// kFilterPanel] with chunks of `block` channels, or with `cells_outermost` such panels of one cell
/// for each cell.
struct FilterPanels {
  int64_t filters;
  int64_t channels;
  int64_t cells;
  int64_t block;
  bool cells_outermost = false;

  int64_t count() const { return (filters + kernels::kFilterPanel - 1) / kernels::kFilterPanel; }
  /// Floats from one panel to the next.
  int64_t panel_size() const {
    return channels * (cells_outermost ? 1 : cells) * kernels::kFilterPanel;
  }
  int64_t offset(int64_t panel, int64_t outermost_cell = 0) const {
    return (outermost_cell * count() + panel) * panel_size();
  }
  size_t bytes() const;
  size_t bias_bytes() const;
  /// Bytes of constant input `index` of a convolution: 1, the filters; 2, the bias.
  size_t bytes(size_t index) const { return index == 1 ? bytes() : bias_bytes(); }
  /// Of all filters.
  AlignedBytes pack(std::span<const float> elements) const;
  /// The elements of filters first…first+count−1, which may be made in `scratch`. Called by several
  /// threads; does not throw.
  using FiltersOf =
      std::function<std::span<const float>(int64_t first, int64_t count, std::span<float> scratch)>;
  /// `scratch_size`: floats of a thread, panel_floats() for filters that are all made there.
  AlignedBytes pack(const FiltersOf& filters_of, size_t scratch_size) const;
  /// Of the filters of a panel.
  size_t panel_floats() const {
    return static_cast<size_t>(kernels::kFilterPanel * channels * cells);
  }
  AlignedBytes pack_bias(const ir::Tensor& bias) const;

 private:
  /// `elements`: those of the panel's filters, which are fewer in the last one.
  void pack_panel(std::span<const float> elements, int64_t panel, float* packed) const;
  /// Where the weights of a panel's filters for a channel of a cell start.
  int64_t row_offset(int64_t panel, int64_t channel, int64_t cell) const;
};

/// Of a convolution with windows of `cells` cells, on an image of that format.
FilterPanels filter_panels(const ConvolutionShape& shape, ir::Format image, int64_t cells);

/// Whether there are groups that do not start with blocks of channels and panels of filters.
bool has_small_groups(const ConvolutionShape& shape, int64_t block);

/// No unless filters and bias are constant, no extent is 0, and small groups, if there are any,
/// have channels that divide a block and their filters. `shape_of` is convolution_shape or
/// deconvolution_shape.
Support supports_panels(const Problem& problem, ConvolutionShape (*shape_of)(const Problem&));

/// Panels that one call is given: as many as fill the registers, but all of one group.
int64_t panels_of_call(const ConvolutionShape& shape);

/// The channels that the filters of one of `groups` groups see, of the chunks of an image.
kernels::ChannelChunks channels_of_group(const kernels::ChannelChunks& image, int64_t groups);

/// All chunks of a call, in parts such that the weights of that many panels stay in the near
/// caches.
void multiply_in_parts(kernels::WindowProducts work, int64_t panels);

}  // namespace ingot::backend::cpu
