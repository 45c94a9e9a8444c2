#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ingot::tools {

/// A picture: rows of pixels, each of 1 (grey) or 3 (red, green, blue) bytes.
struct Image {
  int width = 0;
  int height = 0;
  int channels = 0;
  std::vector<uint8_t> pixels{};
};

/// An image with its memory. Throws Failure when a side is below 1 or there are more than 2^27
/// pixels, before memory is taken.
Image make_image(int64_t width, int64_t height, int channels);

/// Whether a file's first bytes are those of a picture that can be read.
bool is_image(std::span<const std::byte> begin);
/// The picture in the bytes of a PGM, PPM (binary), PNG or JPEG file, told by its contents. Samples
/// of more than 8 bits are rounded; what is transparent lies on black. Throws Failure.
Image decode_image(std::span<const std::byte> file);
/// Likewise, from a file, whose name is in the Failure.
Image read_image(const std::string& path);

/// Whether write_image knows the ending of the name.
bool is_image_name(const std::string& path);
/// Writes PNG, PPM or PGM, by the ending of the name. Throws Failure.
void write_image(const std::string& path, const Image& image);

/// Bilinear between the centres of the pixels; where it shrinks, over all pixels that a new one
/// covers (a triangle of twice its width).
Image resize(const Image& image, int width, int height);
/// With 3 channels of the same, or 1 channel: 0.299 red + 0.587 green + 0.114 blue.
Image with_channels(const Image& image, int channels);

}  // namespace ingot::tools
