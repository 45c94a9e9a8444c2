// The formats of 16 bits and less: every number there and back, and every boundary between two
// neighbours, in each rounding mode.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <type_traits>
#include <vector>

#include "cuda_bf16.h"
#include "cuda_fp16.h"
#include "cuda_fp4.h"
#include "cuda_fp8.h"

namespace ingot::test {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// sign (1 + mantissa / 2^mantissa_bits) 2^(field - bias), by the definition.
double defined_value(unsigned magnitude, int mantissa_bits, int bias) {
  const int field = static_cast<int>(magnitude >> mantissa_bits);
  const unsigned mantissa = magnitude & ((1U << mantissa_bits) - 1);
  const double hidden = field == 0 ? 0.0 : std::ldexp(1.0, mantissa_bits);
  return std::ldexp(hidden + mantissa, std::max(field, 1) - bias - mantissa_bits);
}

/// `encode(value, mode)` and `decode(bits)` for the magnitudes 0 to `largest`.
template <class Encode, class Decode>
void check_format(unsigned largest, int mantissa_bits, int bias, unsigned sign,
                  const std::vector<cudaRoundMode>& modes, const Encode& encode,
                  const Decode& decode) {
  for (unsigned low = 0; low <= largest; ++low) {
    const double value = defined_value(low, mantissa_bits, bias);
    ASSERT_EQ(decode(low), value) << low;
    ASSERT_EQ(decode(low | sign), -value) << low;
    for (const cudaRoundMode mode : modes) {
      ASSERT_EQ(encode(value, mode), low);
      ASSERT_EQ(encode(-value, mode), low | sign);
    }
    if (low == largest) break;
    const unsigned high = low + 1;
    const double above = defined_value(high, mantissa_bits, bias);
    const double middle = (value + above) / 2;
    const double places[] = {std::nextafter(value, above), std::nextafter(middle, value), middle,
                             std::nextafter(middle, above), std::nextafter(above, value)};
    for (const double place : places) {
      const unsigned nearest = place < middle || (place == middle && low % 2 == 0) ? low : high;
      for (const cudaRoundMode mode : modes) {
        const bool near = mode == cudaRoundNearest;
        ASSERT_EQ(encode(place, mode), near                      ? nearest
                                       : mode == cudaRoundPosInf ? high
                                                                 : low)
            << place << ' ' << mode;
        ASSERT_EQ(encode(-place, mode), sign | (near                      ? nearest
                                                : mode == cudaRoundMinInf ? high
                                                                          : low))
            << -place << ' ' << mode;
      }
    }
  }
}

const std::vector<cudaRoundMode> kAllModes = {cudaRoundNearest, cudaRoundZero, cudaRoundPosInf,
                                              cudaRoundMinInf};

template <class T>
void check_16_bits(unsigned largest, int mantissa_bits, int bias) {
  check_format(
      largest, mantissa_bits, bias, 0x8000U, kAllModes,
      [](double value, cudaRoundMode mode) { return unsigned{T::rounded(value, mode).bits()}; },
      [](unsigned bits) { return T::from_bits(static_cast<unsigned short>(bits)).value(); });
  for (unsigned bits = largest + 2; bits < 0x8000U; ++bits) {
    ASSERT_TRUE(std::isnan(T::from_bits(static_cast<unsigned short>(bits)).value()));
  }
  const auto infinity = static_cast<unsigned short>(largest + 1);
  EXPECT_EQ(T(kInfinity).bits(), infinity);
  EXPECT_EQ(T(-kInfinity).bits(), infinity | 0x8000U);
  EXPECT_EQ(T::from_bits(infinity).value(), kInfinity);
  EXPECT_EQ(T(kNan).bits(), 0x7FFF);
  EXPECT_EQ(T(-kNan).bits(), 0x7FFF);
  const double most = defined_value(largest, mantissa_bits, bias);
  const double limit = (most + defined_value(largest + 1, mantissa_bits, bias)) / 2;
  EXPECT_EQ(T(std::nextafter(limit, 0.0)).bits(), largest);
  EXPECT_EQ(T(limit).bits(), infinity);
  EXPECT_EQ(T::rounded(2 * limit, cudaRoundZero).bits(), largest);
  EXPECT_EQ(T::rounded(2 * limit, cudaRoundMinInf).bits(), largest);
  EXPECT_EQ(T::rounded(-2 * limit, cudaRoundPosInf).bits(), largest | 0x8000U);
  EXPECT_EQ(T::rounded(-2 * limit, cudaRoundMinInf).bits(), infinity | 0x8000U);
  EXPECT_EQ(T::rounded(std::nextafter(most, limit), cudaRoundPosInf).bits(), infinity);
  EXPECT_EQ(T::rounded(5e-324, cudaRoundPosInf).bits(), 1);
  EXPECT_EQ(T(5e-324).bits(), 0);
}

TEST(SmallFloat, Binary16) { check_16_bits<__half>(0x7BFF, 10, 15); }
TEST(SmallFloat, Bfloat16) { check_16_bits<__nv_bfloat16>(0x7F7F, 7, 127); }

void check_8_bits(__nv_fp8_interpretation_t kind, unsigned largest, int mantissa_bits, int bias) {
  const auto encode = [kind](double value, cudaRoundMode) {
    return unsigned{__nv_cvt_double_to_fp8(value, __NV_NOSAT, kind)};
  };
  const auto decode = [kind](unsigned bits) {
    return __half(__nv_cvt_fp8_to_halfraw(static_cast<__nv_fp8_storage_t>(bits), kind)).value();
  };
  check_format(largest, mantissa_bits, bias, 0x80U, {cudaRoundNearest}, encode, decode);
  const unsigned beyond = largest + 1;
  const double limit =
      (defined_value(largest, mantissa_bits, bias) + defined_value(beyond, mantissa_bits, bias)) /
      2;
  // The tie goes to the even neighbour.
  EXPECT_EQ(encode(limit, cudaRoundNearest), largest % 2 == 0 ? largest : beyond);
  EXPECT_EQ(encode(std::nextafter(limit, 1e9), cudaRoundNearest), beyond);
  for (const double value : {std::nextafter(limit, 1e9), 1e30, double{kInfinity}}) {
    EXPECT_EQ(encode(value, cudaRoundNearest), beyond);
    EXPECT_EQ(encode(-value, cudaRoundNearest), beyond | 0x80U);
    EXPECT_EQ(__nv_cvt_double_to_fp8(value, __NV_SATFINITE, kind), largest);
    EXPECT_EQ(__nv_cvt_double_to_fp8(-value, __NV_SATFINITE, kind), largest | 0x80U);
  }
  EXPECT_TRUE(std::isnan(decode(0x7F)));
  EXPECT_TRUE(std::isnan(decode(0xFF)));
  for (const __nv_saturation_t saturation : {__NV_NOSAT, __NV_SATFINITE}) {
    EXPECT_EQ(__nv_cvt_float_to_fp8(-kNan, saturation, kind), 0x7F);
  }
}

TEST(SmallFloat, E4m3) {
  check_8_bits(__NV_E4M3, 0x7E, 3, 7);
  EXPECT_EQ(static_cast<float>(__nv_fp8_e4m3(1000.0F)), 448.0F);
}

TEST(SmallFloat, E5m2) {
  check_8_bits(__NV_E5M2, 0x7B, 2, 15);
  EXPECT_EQ(static_cast<float>(__nv_fp8_e5m2(1e6)), 57344.0F);
  EXPECT_EQ(__half(__nv_cvt_fp8_to_halfraw(0x7C, __NV_E5M2)).value(), kInfinity);
  EXPECT_EQ(__half(__nv_cvt_fp8_to_halfraw(0xFC, __NV_E5M2)).value(), -kInfinity);
}

TEST(SmallFloat, E8m0) {
  const auto up = [](double x) { return __nv_cvt_double_to_e8m0(x, __NV_NOSAT, cudaRoundPosInf); };
  const auto down = [](double x) { return __nv_cvt_double_to_e8m0(x, __NV_NOSAT, cudaRoundZero); };
  for (int code = 0; code <= 0xFE; ++code) {
    const double value = std::ldexp(1.0, code - 127);
    __nv_fp8_e8m0 number;
    number.__x = static_cast<__nv_fp8_storage_t>(code);
    ASSERT_EQ(static_cast<float>(number), value);
    ASSERT_EQ(up(value), code);
    ASSERT_EQ(down(-value), code);
    ASSERT_EQ(up(std::nextafter(value, 1e300)), code + 1);
    ASSERT_EQ(down(std::nextafter(value, 1e300)), code);
    ASSERT_EQ(up(std::nextafter(value, 0.0)), code);
    ASSERT_EQ(down(std::nextafter(value, 0.0)), std::max(code - 1, 0));
  }
  EXPECT_EQ(up(0.0), 0);
  EXPECT_EQ(up(5e-324), 0);
  EXPECT_EQ(up(1e300), 0xFF);
  EXPECT_EQ(__nv_cvt_double_to_e8m0(1e300, __NV_SATFINITE, cudaRoundPosInf), 0xFE);
  EXPECT_EQ(__nv_cvt_float_to_e8m0(kInfinity, __NV_SATFINITE, cudaRoundZero), 0xFE);
  EXPECT_EQ(__nv_cvt_float_to_e8m0(kNan, __NV_SATFINITE, cudaRoundZero), 0xFF);
  EXPECT_EQ(__nv_cvt_e8m0_to_bf16raw(0xFF).x, 0x7FFF);
}

TEST(SmallFloat, E2m1) {
  check_format(
      7, 1, 1, 8U, kAllModes,
      [](double value, cudaRoundMode mode) {
        return unsigned{__nv_cvt_double_to_fp4(value, __NV_E2M1, mode)};
      },
      [](unsigned bits) {
        return __half(__nv_cvt_fp4_to_halfraw(static_cast<__nv_fp4_storage_t>(bits), __NV_E2M1))
            .value();
      });
  for (const float value : {6.01F, 7.0F, 8.0F, 1e30F, kInfinity}) {
    EXPECT_EQ(__nv_cvt_float_to_fp4(value, __NV_E2M1, cudaRoundNearest), 7);
    EXPECT_EQ(__nv_cvt_float_to_fp4(-value, __NV_E2M1, cudaRoundNearest), 15);
  }
  EXPECT_EQ(__nv_cvt_float_to_fp4(kNan, __NV_E2M1, cudaRoundNearest), 7);
  EXPECT_EQ(__nv_cvt_float_to_fp4(-kNan, __NV_E2M1, cudaRoundNearest), 7);
}

TEST(SmallFloat, PackedNumbersLieInOrder) {
  float4 four;
  four.x = 1;
  four.y = -2;
  four.z = 3;
  four.w = -4;
  const __nv_fp8x4_e4m3 eight(four);
  const __nv_fp4x4_e2m1 nibbles(four);
  EXPECT_EQ(eight.__x, 0xC844C038U);
  EXPECT_EQ(nibbles.__x, 0xE5C2);
  EXPECT_EQ(static_cast<float4>(eight).w, -4.0F);
  EXPECT_EQ(static_cast<float4>(nibbles).z, 3.0F);
  const __half2 pair(__half(1.0F), __half(-2.0F));
  EXPECT_EQ(__nv_fp8x2_e5m2(pair).__x, 0xC03C);
  EXPECT_EQ(__nv_fp4x2_e2m1(pair).__x, 0xC2);
  EXPECT_EQ(static_cast<float2>(__nv_fp4x2_e2m1(pair)).y, -2.0F);
  EXPECT_EQ(__nv_cvt_halfraw2_to_fp4x2(pair, __NV_E2M1, cudaRoundNearest), 0xC2);
  EXPECT_TRUE(__half2(__nv_cvt_fp4x2_to_halfraw2(0xC2, __NV_E2M1)) == pair);
  EXPECT_EQ(__nv_cvt_halfraw2_to_fp8x2(pair, __NV_SATFINITE, __NV_E4M3), 0xC038);
  EXPECT_TRUE(__half2(__nv_cvt_fp8x2_to_halfraw2(0xC038, __NV_E4M3)) == pair);
}

TEST(SmallFloat, TypesAreTrivialAndSmall) {
  static_assert(sizeof(__half) == 2 && sizeof(__half2) == 4 && alignof(__half2) == 4);
  static_assert(sizeof(__nv_fp8_e4m3) == 1 && sizeof(__nv_fp8x4_e5m2) == 4);
  static_assert(sizeof(__nv_fp4x2_e2m1) == 1 && sizeof(__nv_fp4x4_e2m1) == 2);
  static_assert(std::is_trivial_v<__half> && std::is_trivial_v<__nv_bfloat162>);
  static_assert(std::is_trivial_v<__nv_fp8_e5m2> && std::is_trivial_v<__nv_fp4_e2m1>);
}

template <class T>
class Float16Arithmetic : public testing::Test {};
using Types16 = testing::Types<__half, __nv_bfloat16>;
TYPED_TEST_SUITE(Float16Arithmetic, Types16);

TYPED_TEST(Float16Arithmetic, RoundsTheExactResultOnce) {
  std::minstd_rand random(7);
  const auto any = [&] {
    return TypeParam::from_bits(static_cast<unsigned short>(random() ^ random() << 8));
  };
  for (int i = 0; i < 200000; ++i) {
    const TypeParam a = any();
    const TypeParam b = any();
    const long double x = a.value();
    const long double y = b.value();
    // binary80 holds products exactly, and rounds sums and quotients far below what matters.
    const auto expect = [&](TypeParam result, long double exact) {
      const auto expected = TypeParam::rounded(static_cast<double>(exact));
      ASSERT_TRUE(result.bits() == expected.bits()) << a.value() << ' ' << b.value();
    };
    expect(a + b, x + y);
    expect(a - b, x - y);
    expect(a * b, x * y);
    expect(a / b, x / y);
    ASSERT_EQ(a < b, x < y);
    ASSERT_EQ(a >= b, x >= y);
    ASSERT_EQ(a == b, x == y);
    ASSERT_EQ(a != b, x != y);
    ASSERT_EQ(__hne(a, b), x < y || x > y);
  }
}

/// The multiple of 2^-48 that a product or a sum of products of halves is.
__extension__ typedef __int128 Wide;
Wide scaled(__half value) { return static_cast<Wide>(std::ldexp(value.value(), 24)); }

TEST(SmallFloat, FusedMultiplyAddIsTheNearestHalf) {
  std::minstd_rand random(11);
  const auto any = [&] {
    return __half::from_bits(static_cast<unsigned short>((random() ^ random() << 8) & 0xFBFF));
  };
  const auto distance = [](Wide a, Wide b) { return a > b ? a - b : b - a; };
  int ties = 0;
  for (int i = 0; i < 300000; ++i) {
    const __half a = any();
    const __half b = any();
    const __half c = any();
    if (std::abs(a.value()) > 200 || std::abs(b.value()) > 200 || std::abs(c.value()) > 2e4F)
      continue;
    const __half result = __hfma(a, b, c);
    const Wide exact = scaled(a) * scaled(b) + scaled(c) * (Wide{1} << 24);
    const Wide own = distance(exact, scaled(result) << 24);
    for (const int step : {-1, 1}) {
      if ((result.bits() & 0x7FFF) == 0) continue;
      const auto neighbour = __half::from_bits(static_cast<unsigned short>(result.bits() + step));
      const Wide other = distance(exact, scaled(neighbour) * (Wide{1} << 24));
      ASSERT_LE(own, other) << a.value() << ' ' << b.value() << ' ' << c.value();
      if (own == other) {
        ++ties;
        ASSERT_EQ(result.bits() % 2, 0);
      }
    }
  }
  EXPECT_GT(ties, 0);
  // The product alone lies on a tie that the addend, beyond a binary64's reach, breaks.
  const __half tiny = __half::from_bits(1);
  const __half tie = __hmul(__half(1.0F), __half(2049.0F / 2048));
  EXPECT_EQ(tie.value(), 1.0F);
  EXPECT_EQ(__hfma(__half(33.0F), __half(63.0F), __half(-30.0F)).value(), 2049.0F - 1.0F);
  EXPECT_EQ(__hfma(__half(64.03125F), __half(1024.0F), tiny).value(), kInfinity);
}

TEST(SmallFloat, MinimumMaximumAndSigns) {
  const __half nan(kNan);
  const __half zero(0.0F);
  const __half minus_zero(-0.0F);
  EXPECT_EQ(__hmax(minus_zero, zero).bits(), 0);
  EXPECT_EQ(__hmin(zero, minus_zero).bits(), 0x8000);
  EXPECT_EQ(__hmax(nan, __half(-1)).value(), -1.0F);
  EXPECT_EQ(__hmin(__half(-1), nan).value(), -1.0F);
  EXPECT_EQ(__hmax(nan, nan).bits(), 0x7FFF);
  EXPECT_EQ(__hmax_nan(nan, zero).bits(), 0x7FFF);
  EXPECT_EQ(__hneg(__half(2)).value(), -2.0F);
  EXPECT_EQ(__habs(__half(-2)).value(), 2.0F);
  EXPECT_EQ(__hadd_sat(__half(1), __half(1)).value(), 1.0F);
  EXPECT_EQ(__hsub_sat(__half(1), __half(2)).bits(), 0);
  EXPECT_EQ(__hmul_sat(nan, zero).bits(), 0);
  EXPECT_TRUE(__hisnan(nan));
  EXPECT_EQ(__hisinf(__half(-kInfinity)), -1);
  EXPECT_TRUE(__hgtu(nan, zero));
  EXPECT_FALSE(__hgt(nan, zero));
}

TEST(SmallFloat, Integers) {
  EXPECT_EQ(__int2half_rn(2049).value(), 2048.0F);
  EXPECT_EQ(__int2half_ru(2049).value(), 2050.0F);
  EXPECT_EQ(__int2half_rd(-2049).value(), -2050.0F);
  EXPECT_EQ(__uint2half_rz(~0U).value(), 65504.0F);
  EXPECT_EQ(__ull2half_rn(~0ULL).value(), kInfinity);
  EXPECT_EQ(__half2int_rn(__half(2.5F)), 2);
  EXPECT_EQ(__half2int_ru(__half(2.5F)), 3);
  EXPECT_EQ(__half2int_rd(__half(-2.5F)), -3);
  EXPECT_EQ(__half2int_rz(__half(-2.5F)), -2);
  EXPECT_EQ(__half2short_rz(__half(kInfinity)), 32767);
  EXPECT_EQ(__half2ushort_rz(__half(-5)), 0);
  EXPECT_EQ(__half2int_rz(__half(kNan)), 0);
  EXPECT_EQ(__half2ull_rz(__half(kNan)), 1ULL << 63);
  // 2^62 + 2^54 is a tie between bfloat16s, to be broken by the last bit.
  const long long tie = (1LL << 62) + (1LL << 54);
  EXPECT_EQ(__ll2bfloat16_rn(tie).value(), std::ldexp(1.0F, 62));
  EXPECT_EQ(__ll2bfloat16_rn(tie + 1).value(), std::ldexp(1.0F, 62) + std::ldexp(1.0F, 55));
  EXPECT_EQ(__ll2bfloat16_rn(-tie - 1).value(), -std::ldexp(1.0F, 62) - std::ldexp(1.0F, 55));
  EXPECT_EQ(static_cast<int>(__half(-7.9F)), -7);
  EXPECT_EQ(static_cast<double>(__half(0.1F)), 0.0999755859375);
  EXPECT_FALSE(static_cast<bool>(__half(-0.0F)));
  const __half assigned = 3;
  EXPECT_EQ(assigned.value(), 3.0F);
}

TEST(SmallFloat, PairsDoWhatTheirHalvesDo) {
  const __half2 a = __floats2half2_rn(1, -2);
  const __half2 b = __float2half2_rn(3);
  EXPECT_EQ(__low2float(a), 1.0F);
  EXPECT_EQ(__high2float(a), -2.0F);
  EXPECT_TRUE(a + b == __floats2half2_rn(4, 1));
  EXPECT_TRUE(__hfma2(a, b, a) == __floats2half2_rn(4, -8));
  EXPECT_TRUE(__lowhigh2highlow(a) == __halves2half2(__high2half(a), __low2half(a)));
  EXPECT_EQ(__half22float2(__hlt2(a, b)).y, 1.0F);
  EXPECT_EQ(__bfloat1622float2(__floats2bfloat162_rn(1, 2)).y, 2.0F);
  EXPECT_EQ(__half_as_ushort(__ushort_as_half(0x1234)), 0x1234);
}

}  // namespace
}  // namespace ingot::test
