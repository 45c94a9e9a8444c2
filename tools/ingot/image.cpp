#include "image.h"

#include <algorithm>
#include <array>

#include "failure.h"
#include "files.h"
#include "image_formats.h"

namespace ingot::tools {
namespace {

constexpr int64_t kMostPixels = int64_t{1} << 27;
constexpr uint64_t kLargestFile = uint64_t{1} << 30;

struct Format {
  bool (*is)(Bytes);
  Image (*read)(Bytes);
};
constexpr std::array kFormats{Format{is_pnm, read_pnm}, Format{is_png, read_png},
                              Format{is_jpeg, read_jpeg}};

}  // namespace

Image make_image(int64_t width, int64_t height, int channels) {
  if (width < 1 || height < 1 || width > kMostPixels || height > kMostPixels / width) {
    throw Failure("a picture of " + std::to_string(width) + " by " + std::to_string(height) +
                  " pixels: expected 1 to " + std::to_string(kMostPixels));
  }
  Image image{static_cast<int>(width), static_cast<int>(height), channels};
  image.pixels.resize(static_cast<size_t>(width * height * channels));
  return image;
}

void require_pixels(int64_t width, int64_t height, uint64_t most) {
  if (width < 1 || height < 1) return;
  if (static_cast<uint64_t>(height) > most / static_cast<uint64_t>(width)) {
    throw Failure("has too few bytes for " + std::to_string(width) + " by " +
                  std::to_string(height) + " pixels");
  }
}

bool is_image(Bytes begin) {
  return std::ranges::any_of(kFormats, [&](const Format& format) { return format.is(begin); });
}

Image decode_image(Bytes file) {
  for (const Format& format : kFormats) {
    if (format.is(file)) return format.read(file);
  }
  throw Failure("not a picture; expected binary PGM or PPM, PNG, JPEG");
}

Image read_image(const std::string& path) {
  const std::vector<std::byte> file = read_file(path, kLargestFile);
  try {
    return decode_image(file);
  } catch (const Failure& failure) {
    throw Failure(path + ": " + failure.what());
  }
}

bool is_image_name(const std::string& path) {
  return path.ends_with(".png") || path.ends_with(".ppm") || path.ends_with(".pgm");
}

void write_image(const std::string& path, const Image& image) {
  if (path.ends_with(".png")) return write_file(path, png_of(image));
  write_file(path, pnm_of(with_channels(image, path.ends_with(".pgm") ? 1 : 3)));
}

Image with_channels(const Image& image, int channels) {
  if (image.channels == channels) return image;
  Image result = make_image(image.width, image.height, channels);
  const size_t count = static_cast<size_t>(image.width) * static_cast<size_t>(image.height);
  for (size_t i = 0; i < count; ++i) {
    if (channels == 3) {
      std::fill_n(&result.pixels[3 * i], 3, image.pixels[i]);
    } else {
      const uint8_t* pixel = &image.pixels[3 * i];
      result.pixels[i] =
          static_cast<uint8_t>((299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000);
    }
  }
  return result;
}

}  // namespace ingot::tools
