// The file of a picture, in every format that is read.
#include "tests/fuzz/target.h"
#include "tools/ingot/failure.h"
#include "tools/ingot/image.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  try {
    const ingot::tools::Image image =
        ingot::tools::decode_image(std::as_bytes(std::span(data, size)));
    ingot::tools::with_channels(image, 4 - image.channels);
  } catch (const ingot::tools::Failure&) {  // NOLINT(bugprone-empty-catch): a refusal is right
  }
  return 0;
}
