// The header of a .npy file.
#include "tools/ingot/npy.h"

#include <cstdlib>

#include "tests/fuzz/target.h"
#include "tools/ingot/failure.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  try {
    const auto file = std::as_bytes(std::span(data, size));
    const auto header = ingot::tools::npy_header_of(file, size, sizeof(float));
    const size_t elements = ingot::tools::bytes_of(header.shape, sizeof(float));
    if (header.offset + elements > size) std::abort();
  } catch (const ingot::tools::Failure&) {  // NOLINT(bugprone-empty-catch): a refusal is right
  }
  return 0;
}
