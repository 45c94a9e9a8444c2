// A plan's file; and, under right checksums, its metadata: read, loaded and run.
#include "plan/serialize.h"
#include "tests/fuzz/target.h"
#include "tests/support/plans.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  static const ingot::SharedBytes weights =
      ingot::test::sections_of(ingot::test::small_plan()).weights;
  ingot::test::use_plan({bytes.begin(), bytes.end()});
  ingot::test::use_plan(ingot::test::sealed({bytes.begin(), bytes.end()}, weights));
  return 0;
}
