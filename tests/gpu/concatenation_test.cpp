// Parts that are computed where a concatenation has them, in any batch.
#include "tests/gpu/parts.h"

namespace ingot::test {
namespace {

TEST(Concatenation, HasItsPartsInAnyBatch) {
  SilentLogger logger;
  const Parts parts({1, 3}, kMostItems);
  const auto plan = parts.build();
  const auto runtime = own(nvinfer1::createInferRuntime(logger));
  const auto engine = own(runtime->deserializeCudaEngine(plan->data(), plan->size()));
  const auto context = own(engine->createExecutionContext());
  for (const int items : {1, 3, kMostItems, 2}) {
    EXPECT_TRUE(parts.is_right(*context, items)) << items;
  }
}

}  // namespace
}  // namespace ingot::test
