#include <gtest/gtest.h>

#include <thread>

#include "base/error.h"
#include "tests/support/engines.h"

namespace ingot {
namespace {

std::shared_ptr<runtime::Engine> small_engine(int64_t max_batch) {
  return std::make_shared<runtime::Engine>(
      compiler::compile(ir::from_text(test::kSmallNetwork), test::batch_settings(max_batch)),
      backend::cpu::device());
}

ir::Tensor images(int64_t batch, uint64_t seed) {
  return ir::integer_tensor({ir::DataType::kFloat32, ir::shape_of({batch, 2, 6, 6})}, seed);
}

TEST(Context, AgreesWithTheReference) {
  runtime::Context context(small_engine(4));
  for (int64_t batch = 1; batch <= 4; ++batch) {
    const ir::Tensor x = images(batch, 3);
    const auto expected = ir::evaluate(ir::from_text(test::kSmallNetwork), {&x, 1});
    const auto actual = test::run(context, {&x, 1});
    ASSERT_EQ(actual.size(), 2U);
    EXPECT_EQ(actual[1], expected[1]);  // sums of small integers are exact
    const auto want = expected[0].elements<float>();
    const auto got = actual[0].elements<float>();
    for (size_t i = 0; i < want.size(); ++i) EXPECT_NEAR(got[i], want[i], 1e-6F);
  }
}

TEST(Context, PlaceInTheBatchDoesNotChangeBits) {
  runtime::Context context(small_engine(5));
  const ir::Tensor all = ir::random_tensor({ir::DataType::kFloat32, ir::shape_of({5, 2, 6, 6})}, 9);
  const auto together = test::run(context, {&all, 1});
  const size_t image = 2 * 6 * 6 * sizeof(float);
  for (size_t i = 0; i < 5; ++i) {
    const ir::Tensor one{{ir::DataType::kFloat32, ir::shape_of({1, 2, 6, 6})},
                         SharedBytes::copy_of(all.bytes.span().subspan(i * image, image))};
    const auto alone = test::run(context, {&one, 1});
    for (size_t output = 0; output < alone.size(); ++output) {
      const size_t size = alone[output].bytes.size();
      EXPECT_TRUE(
          std::equal(alone[output].bytes.span().begin(), alone[output].bytes.span().end(),
                     together[output].bytes.span().begin() + static_cast<ptrdiff_t>(i * size)))
          << "image " << i << " output " << output;
    }
  }
}

TEST(Context, RefusesShapesWithReasons) {
  runtime::Context context(small_engine(4));
  EXPECT_FALSE(context.has_all_shapes());
  EXPECT_THROW(context.program(), Error);
  EXPECT_THROW(context.set_input_shape(0, {5, 2, 6, 6}), Error);
  EXPECT_THROW(context.set_input_shape(0, {0, 2, 6, 6}), Error);
  EXPECT_THROW(context.set_input_shape(0, {1, 2, 7, 6}), Error);
  EXPECT_THROW(context.set_input_shape(0, {1, 2, 6}), Error);
  EXPECT_THROW(context.set_input_shape(1, {1, 5}), Error);
  EXPECT_THROW(context.set_input_shape(9, {1, 5}), Error);
  EXPECT_THROW(context.set_profile(1), Error);
  EXPECT_EQ(context.shape(1), (std::vector<int64_t>{-1, 5}));
  context.set_input_shape(0, {4, 2, 6, 6});
  EXPECT_EQ(context.shape(1), (std::vector<int64_t>{4, 5}));
}

TEST(Context, ProgramsAreKeptByShape) {
  runtime::Context context(small_engine(4));
  context.set_input_shape(0, {2, 2, 6, 6});
  const auto first = context.program();
  context.set_input_shape(0, {3, 2, 6, 6});
  EXPECT_NE(context.program(), first);
  context.set_input_shape(0, {2, 2, 6, 6});
  EXPECT_EQ(context.program(), first);
}

TEST(Context, ManyContextsShareAnEngine) {
  const auto engine = small_engine(2);
  const ir::Tensor x = images(2, 8);
  runtime::Context first(engine);
  const auto expected = test::run(first, {&x, 1});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      runtime::Context context(engine);
      for (int i = 0; i < 50; ++i) EXPECT_EQ(test::run(context, {&x, 1}), expected);
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace ingot
