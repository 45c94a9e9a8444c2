// A plan's file; and, under right checksums, its metadata: read, loaded and run. The text of the
// network that it keeps: read.
#include "plan/serialize.h"
#include "tests/fuzz/target.h"
#include "tests/support/plans.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  static const ingot::SharedBytes weights =
      ingot::test::sections_of(ingot::test::small_plan()).weights;
  ingot::test::use_plan(ingot::SharedBytes::copy_of(bytes));
  ingot::test::use_plan(ingot::test::sealed({bytes.begin(), bytes.end()}, weights));
  ingot::test::use_other({ingot::SharedBytes::copy_of(bytes), weights});
  static const ingot::plan::Plan plan =
      ingot::plan::read(ingot::SharedBytes::copy_of(ingot::test::small_plan()));
  ingot::test::use_network(plan, bytes);
  return 0;
}
