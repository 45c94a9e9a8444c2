// A prototxt, converted with a model that has no weights: layers that need some are refused before
// memory for them is asked for.
#include <array>

#include "tests/fuzz/caffe.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // A NetParameter with one layer (field 100) named "a" (field 1).
  constexpr std::array<uint8_t, 6> kModel{0xA2, 0x06, 0x03, 0x0A, 0x01, 'a'};
  ingot::test::parse_caffe({data, size}, kModel);
  return 0;
}
