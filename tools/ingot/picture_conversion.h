#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "image.h"

namespace ingot::tools {

/// What the network takes off each pixel: nothing, a value, one a channel, or a picture.
struct Mean {
  std::vector<float> values{0.0F};  ///< in the network's order of channels
  std::vector<int64_t> shape{1};    ///< {1}, {channels} or {channels, height, width}

  float at(int64_t channel, int64_t pixel) const;
};

/// Reads "127.5", "104,117,123", or a Caffe .binaryproto file. Throws Failure.
Mean read_mean(const std::string& text);
/// Reads "0.017" or "1/255". Throws Failure.
double read_scale(const std::string& text);

/// Between pictures and tensors of 1 or 3 channels: value = (pixel - mean) * scale.
struct PictureConversion {
  Mean mean{};
  double scale = 1;
  bool is_bgr = false;  ///< the network's channels are blue, green, red

  /// Throws Failure where a tensor of this shape (channels, height, width) holds no picture, or the
  /// mean does not fit.
  void require_fit(const std::string& tensor, const std::vector<int64_t>& shape) const;
  /// The picture in the tensor's size. The shape must fit.
  void store(const Image& image, const std::vector<int64_t>& shape, std::span<float> tensor) const;
  /// The picture of a tensor, its values brought to 0 ... 255. The shape must fit.
  Image picture_of(std::span<const float> tensor, const std::vector<int64_t>& shape) const;
};

}  // namespace ingot::tools
