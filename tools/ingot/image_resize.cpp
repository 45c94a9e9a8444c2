#include <algorithm>
#include <cmath>

#include "image.h"

namespace ingot::tools {
namespace {

/// What one new sample is made of: weights of neighbouring old ones, with a sum of 1.
struct Window {
  int begin = 0;
  std::vector<float> weights;
};

/// A triangle around the new sample's centre in the old image, cut off at the image's edge.
Window window_of(int index, int old_size, int new_size) {
  const double scale = static_cast<double>(old_size) / new_size;
  const double reach = std::max(1.0, scale);
  const double centre = (index + 0.5) * scale - 0.5;
  const int begin = std::max(0, static_cast<int>(std::ceil(centre - reach)));
  const int end = std::min(old_size - 1, static_cast<int>(std::floor(centre + reach)));
  Window window{begin, {}};
  double sum = 0;
  for (int i = begin; i <= end; ++i) {
    const double weight = std::max(0.0, 1 - std::abs(i - centre) / reach);
    window.weights.push_back(static_cast<float>(weight));
    sum += weight;
  }
  for (float& weight : window.weights) weight /= static_cast<float>(sum);
  return window;
}

/// `outer` times `old_size` times `inner` samples, with `new_size` in place of `old_size`.
std::vector<float> resize_lines(const std::vector<float>& old, int outer, int old_size,
                                int new_size, int inner) {
  std::vector<float> result(static_cast<size_t>(outer) * static_cast<size_t>(new_size) *
                            static_cast<size_t>(inner));
  float* to = result.data();
  std::vector<Window> windows;
  windows.reserve(static_cast<size_t>(new_size));
  for (int i = 0; i < new_size; ++i) windows.push_back(window_of(i, old_size, new_size));
  for (int o = 0; o < outer; ++o) {
    const float* block =
        &old[static_cast<size_t>(o) * static_cast<size_t>(old_size) * static_cast<size_t>(inner)];
    for (const Window& window : windows) {
      const float* from = block + static_cast<ptrdiff_t>(window.begin) * inner;
      for (const float weight : window.weights) {
        for (int i = 0; i < inner; ++i) to[i] += weight * from[i];
        from += inner;
      }
      to += inner;
    }
  }
  return result;
}

}  // namespace

Image resize(const Image& image, int width, int height) {
  if (image.width == width && image.height == height) return image;
  Image result = make_image(width, height, image.channels);
  const std::vector<float> samples(image.pixels.begin(), image.pixels.end());
  const auto rows = resize_lines(samples, image.height, image.width, width, image.channels);
  const auto all = resize_lines(rows, 1, image.height, height, width * image.channels);
  std::ranges::transform(all, result.pixels.begin(), [](float sample) {
    return static_cast<uint8_t>(std::lround(std::clamp(sample, 0.0F, 255.0F)));
  });
  return result;
}

}  // namespace ingot::tools
