#include "base/scalar.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace ingot {
namespace {

/// The value of a format with `fraction` fraction bits and exponents of bias `bias`, from its bits.
double value_of(uint16_t bits, int fraction, int bias) {
  const int exponent_bits = 15 - fraction;
  const int exponent = (bits >> fraction) & ((1 << exponent_bits) - 1);
  const int mantissa = bits & ((1 << fraction) - 1);
  const double sign = (bits & 0x8000) != 0 ? -1 : 1;
  if (exponent == (1 << exponent_bits) - 1) {
    return mantissa != 0 ? std::numeric_limits<double>::quiet_NaN() : sign * INFINITY;
  }
  if (exponent == 0) return sign * std::ldexp(mantissa, 1 - bias - fraction);
  return sign * std::ldexp((1 << fraction) + mantissa, exponent - bias - fraction);
}

struct HalfFormat {
  using Type = Half;
  static constexpr int kFraction = 10, kBias = 15;
};
struct BFloat16Format {
  using Type = BFloat16;
  static constexpr int kFraction = 7, kBias = 127;
};

template <class Format>
class Scalar : public testing::Test {};
using Formats = testing::Types<HalfFormat, BFloat16Format>;
TYPED_TEST_SUITE(Scalar, Formats);

template <class T>
float widen(uint16_t bits) {
  return static_cast<float>(std::bit_cast<T>(bits));
}

TYPED_TEST(Scalar, EveryPatternHasItsValue) {
  using T = typename TypeParam::Type;
  for (uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto pattern = static_cast<uint16_t>(bits);
    const double expected = value_of(pattern, TypeParam::kFraction, TypeParam::kBias);
    const float found = widen<T>(pattern);
    if (std::isnan(expected)) {
      ASSERT_TRUE(std::isnan(found)) << bits;
      ASSERT_TRUE(std::isnan(static_cast<float>(T(found)))) << bits;
    } else {
      ASSERT_EQ(found, expected) << bits;
      ASSERT_EQ(std::signbit(found), std::signbit(expected)) << bits;
      ASSERT_EQ(T(found).bits(), pattern) << found;
    }
  }
}

/// Between each two neighbours: the middle goes to the even one, all else to the nearer one.
TYPED_TEST(Scalar, RoundsToNearestEven) {
  using T = typename TypeParam::Type;
  constexpr uint32_t kInfinity = 0x7FFFU >> TypeParam::kFraction << TypeParam::kFraction;
  for (uint32_t bits = 0; bits < kInfinity; ++bits) {
    const auto low = static_cast<uint16_t>(bits);
    const auto high = static_cast<uint16_t>(bits + 1);
    const double below = value_of(low, TypeParam::kFraction, TypeParam::kBias);
    // Beyond the largest number: as if the exponent went on.
    const double above = high == kInfinity
                             ? 2 * below - value_of(static_cast<uint16_t>(bits - 1),
                                                    TypeParam::kFraction, TypeParam::kBias)
                             : value_of(high, TypeParam::kFraction, TypeParam::kBias);
    const auto middle = static_cast<float>((below + above) / 2);
    ASSERT_EQ(middle, (below + above) / 2);
    const uint16_t even = bits % 2 == 0 ? low : high;
    ASSERT_EQ(T(middle).bits(), even) << middle;
    ASSERT_EQ(T(std::nextafter(middle, 0.0F)).bits(), low) << middle;
    ASSERT_EQ(T(std::nextafter(middle, INFINITY)).bits(), high) << middle;
    ASSERT_EQ(T(-middle).bits(), even | 0x8000) << middle;
  }
}

TYPED_TEST(Scalar, ExtremesOfFloat) {
  using T = typename TypeParam::Type;
  constexpr uint32_t kInfinity = 0x7FFFU >> TypeParam::kFraction << TypeParam::kFraction;
  EXPECT_EQ(T(std::numeric_limits<float>::max()).bits(), kInfinity);
  EXPECT_EQ(T(-std::numeric_limits<float>::infinity()).bits(), kInfinity | 0x8000);
  EXPECT_EQ(T(std::numeric_limits<float>::denorm_min()).bits(), 0);
  EXPECT_EQ(T(-0.0F).bits(), 0x8000);
  EXPECT_TRUE(std::isnan(static_cast<float>(T(std::bit_cast<float>(0x7F800001U)))));
}

}  // namespace
}  // namespace ingot
