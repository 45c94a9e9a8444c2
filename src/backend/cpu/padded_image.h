#pragma once

#include <vector>

#include "backend/cpu/kernels/window_products.h"
#include "backend/cpu/stream.h"
#include "backend/cpu/window_shape.h"
#include "ir/tensor_type.h"

namespace ingot::backend::cpu {

/// Images [N, C, spatial] with zeros around, so that every window of a convolution lies on them.
/// A linear image has chunks of one channel, a blocked one of a block.
class PaddedImage {
 public:
  /// `type` is the input's, of known shape.
  PaddedImage(const ir::TensorType& type, const SpatialAxes& axes);

  const kernels::ChannelChunks& channels() const { return channels_; }
  /// Where the windows of all output pixels start, in an image.
  const std::vector<int32_t>& pixels() const { return pixels_; }
  /// Where a window's cells lie, from its start on.
  const std::vector<int32_t>& cells() const { return cells_; }

  /// Floats of one image.
  int64_t size() const { return channels_.count * channels_.step; }
  /// Whether offsets in that many chunks of an image fit their type.
  static bool fits(const ir::TensorType& type, const SpatialAxes& axes, int64_t chunks = 1);

  size_t workspace_size() const;
  /// The padded images: those of the input where no window leaves them, else a copy in `workspace`.
  const float* prepare(const float* input, std::byte* workspace, ThreadPool& pool) const;

 private:
  void copy_plane(const float* from, float* to) const;

  int64_t batch_;
  int64_t block_;
  kernels::SlidingAxis y_;
  kernels::SlidingAxis x_;
  int64_t height_;
  int64_t width_;
  bool copies_;
  kernels::ChannelChunks channels_;
  std::vector<int32_t> pixels_;
  std::vector<int32_t> cells_;
};

}  // namespace ingot::backend::cpu
