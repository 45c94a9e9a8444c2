#include <turbojpeg.h>

#include <memory>

#include "failure.h"
#include "image_formats.h"

namespace ingot::tools {
namespace {

/// Of one byte of a file: a bit for each block of 64, and arithmetic coding may save a factor
/// of 16.
constexpr uint64_t kMostPixels = 8 * 64 * 16;

struct DecompressorDeleter {
  void operator()(void* decompressor) const { tjDestroy(decompressor); }
};
using Decompressor = std::unique_ptr<void, DecompressorDeleter>;

void require(const Decompressor& decompressor, int result) {
  if (result != 0) throw Failure(std::string("JPEG: ") + tjGetErrorStr2(decompressor.get()));
}

}  // namespace

bool is_jpeg(Bytes file) {
  return file.size() > 2 && file[0] == std::byte{0xFF} && file[1] == std::byte{0xD8} &&
         file[2] == std::byte{0xFF};
}

Image read_jpeg(Bytes file) {
  const Decompressor decompressor(tjInitDecompress());
  if (decompressor == nullptr) throw Failure("JPEG: no decompressor");
  const auto* bytes = reinterpret_cast<const unsigned char*>(file.data());
  int width = 0;
  int height = 0;
  int sampling = 0;
  int colours = 0;
  require(decompressor, tjDecompressHeader3(decompressor.get(), bytes, file.size(), &width, &height,
                                            &sampling, &colours));
  require_pixels(width, height, file.size() * kMostPixels);
  const bool is_grey = colours == TJCS_GRAY;
  Image image = make_image(width, height, is_grey ? 1 : 3);
  constexpr int kStrict = TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS;
  require(decompressor, tjDecompress2(decompressor.get(), bytes, file.size(), image.pixels.data(),
                                      width, 0, height, is_grey ? TJPF_GRAY : TJPF_RGB, kStrict));
  return image;
}

}  // namespace ingot::tools
