/// \file
/// __half: IEEE 754 binary16, and __half2. Conversions round to nearest unless their name says
/// otherwise; what is beyond 65504 becomes infinite where the rounding goes there.
#pragma once

/// The bits of a number.
typedef struct __half_raw {
  unsigned short x;  ///< The bits.
} __half_raw;
/// The bits of two numbers.
typedef struct __half2_raw {
  unsigned short x;  ///< The first, in the lower half.
  unsigned short y;  ///< The second.
} __half2_raw;

#if defined(__cplusplus)
#include "ingot_float16x2.h"

namespace ingot_cuda {

struct HalfCodec {
  typedef __half_raw Raw;
  typedef __half2_raw Raw2;
  typedef Grid<10, 15> Numbers;
  static unsigned short encode(double value, cudaRoundMode rounding) {
    if (is_nan(value)) return 0x7FFF;
    uint32_t magnitude = Numbers::magnitude(value, rounding);
    if (magnitude >= 0x7C00) magnitude = overflows(value, rounding) ? 0x7C00 : 0x7BFF;
    return static_cast<unsigned short>(magnitude | (is_negative(value) ? 0x8000U : 0U));
  }
  static float decode(unsigned short bits) {
    const uint32_t sign = uint32_t(bits & 0x8000) << 16;
    const uint32_t magnitude = bits & 0x7FFF;
    if (magnitude >= 0x7C00) return bits_as<float>(sign | 0x7F800000U | (magnitude & 0x3FF) << 13);
    return bits_as<float>(sign | bits_as<uint32_t>(Numbers::value(magnitude)));
  }
};

}  // namespace ingot_cuda

/// A number and a pair of them; their arithmetic gives the nearest number, ties to even.
/// \{
typedef ingot_cuda::Float16<ingot_cuda::HalfCodec> __half;
typedef ingot_cuda::Float16x2<ingot_cuda::HalfCodec> __half2;
typedef __half half;
typedef __half2 half2;
/// \}

/// Conversions; rn rounds to nearest, rz to zero, ru up, rd down.
/// \{
inline __half __float2half(float value) { return __half::rounded(value); }
inline __half __float2half_rn(float value) { return __half::rounded(value); }
inline __half __float2half_rz(float value) { return __half::rounded(value, cudaRoundZero); }
inline __half __float2half_ru(float value) { return __half::rounded(value, cudaRoundPosInf); }
inline __half __float2half_rd(float value) { return __half::rounded(value, cudaRoundMinInf); }
inline __half __double2half(double value) { return __half::rounded(value); }
inline float __half2float(__half value) { return value.value(); }
/// \}
INGOT_CUDA_ALL_INTEGER_CONVERSIONS(__half, half)
INGOT_CUDA_PAIRS(__half, __half2, half, half2)
#endif
