#pragma once

#include <vector>

#include "backend/cpu/blocked_image.h"
#include "backend/cpu/epilogue.h"
#include "backend/cpu/filter_panels.h"
#include "backend/cpu/padded_image.h"
#include "backend/cpu/split.h"
#include "backend/cpu/window_shape.h"

namespace ingot::backend::cpu {

/// Pixels of an output that see the same cells of a window; offsets as kernels::WindowProducts has
/// them.
struct PixelGroup {
  std::vector<int32_t> cells;
  std::vector<int32_t> pixels;
  std::vector<int32_t> output_pixels{};  ///< empty: all of the output's, one after another

  /// As kernels::WindowProducts::are_pixels_in_order has it.
  bool are_pixels_in_order(int64_t lanes) const;
};

/// Products of windows on images with panels of filters, into a blocked tensor: a strip of output
/// pixels at a time, small enough that what its windows see stays in the second cache, with panel
/// after panel of filters.
class PanelProducts {
 public:
  /// `window` has the problem's batch, groups, channels and filters, and the windows of `image`.
  /// The launch's packed filters are the panels of one group of pixels after another's. Of a
  /// problem that supports_panels and fits() accept.
  PanelProducts(const Problem& problem, const ConvolutionShape& window, PaddedImage image,
                std::vector<PixelGroup> groups);

  /// Whether offsets in an image of that type and window fit their type.
  static bool fits(const ir::TensorType& image, const ConvolutionShape& window);

  size_t workspace_size() const { return image_.workspace_size(); }
  void operator()(const Launch& launch, const HostStream& stream) const;

 private:
  /// Tasks in the order image, group of pixels, strip of them, calls for panels.
  struct Tiling {
    int64_t planes;  ///< images times groups of pixels
    Split strips;    ///< of the largest group
    int64_t panels;  ///< of a call
    Split calls;

    int64_t count() const { return planes * strips.count * calls.count; }
  };

  /// Pixels of one group in one image.
  struct Strip {
    const float* images;
    int64_t image;
    size_t group;
    Part pixels;
  };

  /// Strips as large as the cache allows, for each reads all weights, or smaller where there are
  /// too few calls for the tasks.
  Tiling choose_tiling(int threads) const;
  /// Many, so that other threads take over what a disturbed one leaves, but none so short that
  /// handing it out counts.
  int64_t tasks_for(int threads) const;
  /// A call for up to `panels` panels, from `panel` on.
  void run(const Launch& launch, const Strip& strip, int64_t panel, int64_t panels) const;
  bool has_phases() const { return groups_.size() > 1; }
  void find_channels_of_filters();

  ConvolutionShape window_;
  PaddedImage image_;
  std::vector<PixelGroup> groups_;
  bool are_pixels_in_order_ = false;   ///< those of the only group
  std::vector<FilterPanels> panels_;   ///< of each group of pixels
  std::vector<int64_t> first_weight_;  ///< likewise
  int64_t most_pixels_ = 0;            ///< of a group
  std::vector<int32_t>
      starts_;  ///< of small groups: where in an image each filter's channels start
  BlockedImage output_;
  bool has_bias_;
  Epilogue epilogue_;
  RegisterEpilogue register_part_;
};

}  // namespace ingot::backend::cpu
