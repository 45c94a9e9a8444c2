#include <algorithm>
#include <cctype>
#include <cstring>

#include "failure.h"
#include "image_formats.h"

namespace ingot::tools {
namespace {

/// The header: numbers between blanks and comments, which go from '#' to the end of the line.
class Header {
 public:
  explicit Header(Bytes file)
      : text_(reinterpret_cast<const char*>(file.data()), file.size()), at_(2) {}

  int64_t number() {
    skip_blanks();
    const size_t begin = at_;
    int64_t number = 0;
    for (; at_ < text_.size() && is_digit(text_[at_]) && at_ - begin < 10; ++at_) {
      number = 10 * number + (text_[at_] - '0');
    }
    if (at_ == begin) throw Failure("expected a number in the PNM header");
    return number;
  }

  /// Where the samples begin: after one blank.
  size_t end() const {
    if (at_ >= text_.size() || !is_blank(text_[at_])) {
      throw Failure("expected a blank after the PNM header");
    }
    return at_ + 1;
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

  void skip_blanks() {
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '#') at_ = std::min(text_.find('\n', at_), text_.size() - 1);
      if (!is_blank(text_[at_])) return;
    }
  }

  std::string_view text_;
  size_t at_;
};

}  // namespace

bool is_pnm(Bytes file) {
  return file.size() > 2 && file[0] == std::byte{'P'} &&
         (file[1] == std::byte{'5'} || file[1] == std::byte{'6'});
}

Image read_pnm(Bytes file) {
  Header header(file);
  const int64_t width = header.number();
  const int64_t height = header.number();
  const int64_t largest = header.number();
  if (largest < 1 || largest > 65535) throw Failure("expected a largest value of 1 to 65535");
  const size_t sample_size = largest > 255 ? 2 : 1;
  const size_t begin = header.end();
  const int channels = file[1] == std::byte{'6'} ? 3 : 1;
  const size_t present = file.size() - begin;
  const auto pixel_size = sample_size * static_cast<size_t>(channels);
  if (width > 0 && height > 0 &&
      present / static_cast<size_t>(width) / static_cast<size_t>(height) < pixel_size) {
    throw Failure("has " + std::to_string(present) + " bytes of pixels, too few for " +
                  std::to_string(width) + " by " + std::to_string(height));
  }
  Image image = make_image(width, height, channels);
  for (size_t i = 0; i < image.pixels.size(); ++i) {
    int64_t sample = 0;
    for (size_t j = 0; j < sample_size; ++j) {
      sample = 256 * sample + std::to_integer<int64_t>(file[begin + i * sample_size + j]);
    }
    image.pixels[i] =
        static_cast<uint8_t>((std::min(sample, largest) * 255 + largest / 2) / largest);
  }
  return image;
}

std::vector<std::byte> pnm_of(const Image& image) {
  const std::string header = std::string(image.channels == 3 ? "P6" : "P5") + "\n" +
                             std::to_string(image.width) + " " + std::to_string(image.height) +
                             "\n255\n";
  std::vector<std::byte> file(header.size() + image.pixels.size());
  std::memcpy(file.data(), header.data(), header.size());
  std::memcpy(file.data() + header.size(), image.pixels.data(), image.pixels.size());
  return file;
}

}  // namespace ingot::tools
