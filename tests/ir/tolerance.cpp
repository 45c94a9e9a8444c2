#include "ir/tolerance.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/scalar.h"
#include "ir/evaluate.h"
#include "ir/fill.h"
#include "ir/text_ops.h"

namespace ingot::ir {
namespace {

/// Averages of four equal values: what rounds them to the type lies within the bound at any
/// magnitude, and beyond it where it lies eight roundings off.
template <class T>
void expect_average_of(DataType type, int digits) {
  const Op op = op_from_text(
      "pooling {kind = \"average\", window = [2, 2], stride = [1, 1], pad_begin = [0, 0], pad_end "
      "= [0, 0]}");
  for (int exponent = -30; exponent < 10; ++exponent) {
    const double value = std::ldexp(1.37, exponent);
    const std::vector<Tensor> inputs{splat(type_from_text("f32[1,1,2,2]"), value)};
    const double expected = load(ConstTensorView(evaluate(op, inputs)[0]), 0);
    const Tolerance tolerance(op, inputs, type, false);
    const double rounded = static_cast<float>(T(static_cast<float>(expected)));
    EXPECT_LE(std::abs(rounded - expected), tolerance.bound(0, expected)) << expected;
    const double step = std::max(std::ldexp(1, exponent - digits), subnormal(type));
    EXPECT_GT(8 * step, tolerance.bound(0, expected)) << expected;
  }
}

TEST(Tolerance, AllowsWhatF16RoundsAnAverageTo) { expect_average_of<Half>(DataType::kFloat16, 10); }

TEST(Tolerance, AllowsWhatBf16RoundsAnAverageTo) {
  expect_average_of<BFloat16>(DataType::kBFloat16, 7);
}

TEST(Tolerance, TheCoarserTypeHasFewerDigits) {
  EXPECT_EQ(coarser(DataType::kFloat32, DataType::kFloat16), DataType::kFloat16);
  EXPECT_EQ(coarser(DataType::kBFloat16, DataType::kFloat16), DataType::kBFloat16);
  EXPECT_EQ(coarser(DataType::kInt32, DataType::kInt32), DataType::kInt32);
}

}  // namespace
}  // namespace ingot::ir
