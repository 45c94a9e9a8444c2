#include <png.h>

#include <memory>

#include "failure.h"
#include "image_formats.h"

namespace ingot::tools {
namespace {

/// Of one byte of a compressed file: deflate makes at most 1032 bytes of one, of 8 pixels each.
constexpr uint64_t kMostPixels = 1032 * 8;

/// libpng's picture, freed at the end.
class Picture {
 public:
  Picture() { picture_.version = PNG_IMAGE_VERSION; }
  ~Picture() { png_image_free(&picture_); }
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;

  png_image* operator->() { return &picture_; }
  png_image* get() { return &picture_; }

  /// libpng gives 0 after a failure.
  void require(int result) const {
    if (result == 0) throw Failure(std::string("PNG: ") + picture_.message);
  }

 private:
  png_image picture_{};
};

}  // namespace

bool is_png(Bytes file) {
  return file.size() >= 8 && png_sig_cmp(reinterpret_cast<png_const_bytep>(file.data()), 0, 8) == 0;
}

Image read_png(Bytes file) {
  Picture picture;
  picture.require(png_image_begin_read_from_memory(picture.get(), file.data(), file.size()));
  const bool is_coloured = (picture->format & PNG_FORMAT_FLAG_COLOR) != 0;
  picture->format = is_coloured ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  require_pixels(picture->width, picture->height, file.size() * kMostPixels);
  Image image = make_image(picture->width, picture->height, is_coloured ? 3 : 1);
  constexpr png_color kBlack{};
  picture.require(png_image_finish_read(picture.get(), &kBlack, image.pixels.data(), 0, nullptr));
  return image;
}

std::vector<std::byte> png_of(const Image& image) {
  Picture picture;
  picture->width = static_cast<png_uint_32>(image.width);
  picture->height = static_cast<png_uint_32>(image.height);
  picture->format = image.channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(*picture.get());
  std::vector<std::byte> file(size);
  picture.require(png_image_write_to_memory(picture.get(), file.data(), &size, 0,
                                            image.pixels.data(), 0, nullptr));
  file.resize(size);
  return file;
}

}  // namespace ingot::tools
