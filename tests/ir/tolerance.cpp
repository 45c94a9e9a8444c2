#include "ir/tolerance.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/scalar.h"
#include "ir/evaluate.h"
#include "ir/fill.h"
#include "ir/text_ops.h"

namespace ingot::ir {
namespace {

/// Averages of four equal values: what rounds them to f16 lies within the bound at any magnitude,
/// and beyond it where it lies eight roundings off.
TEST(Tolerance, AllowsWhatF16RoundsAnAverageTo) {
  const Op op = op_from_text(
      "pooling {kind = \"average\", window = [2, 2], stride = [1, 1], pad_begin = [0, 0], pad_end "
      "= [0, 0]}");
  for (int exponent = -30; exponent < 10; ++exponent) {
    const double value = std::ldexp(1.37, exponent);
    const std::vector<Tensor> inputs{splat(type_from_text("f32[1,1,2,2]"), value)};
    const double expected = load(ConstTensorView(evaluate(op, inputs)[0]), 0);
    const Tolerance tolerance(op, inputs, DataType::kFloat16, false);
    const double rounded = static_cast<float>(Half(static_cast<float>(expected)));
    EXPECT_LE(std::abs(rounded - expected), tolerance.bound(0, expected)) << expected;
    const double step = std::max(std::ldexp(1, exponent - 10), subnormal(DataType::kFloat16));
    EXPECT_GT(8 * step, tolerance.bound(0, expected)) << expected;
  }
}

}  // namespace
}  // namespace ingot::ir
