/// \file
/// __nv_bfloat16: the upper half of an IEEE 754 binary32, and __nv_bfloat162. Conversions round to
/// nearest unless their name says otherwise.
#pragma once
#include "cuda_fp16.h"

/// The bits of a number.
typedef struct __nv_bfloat16_raw {
  unsigned short x;  ///< The bits.
} __nv_bfloat16_raw;
/// The bits of two numbers.
typedef struct __nv_bfloat162_raw {
  unsigned short x;  ///< The first, in the lower half.
  unsigned short y;  ///< The second.
} __nv_bfloat162_raw;

#if defined(__cplusplus)

namespace ingot_cuda {

struct Bfloat16Codec {
  typedef __nv_bfloat16_raw Raw;
  typedef __nv_bfloat162_raw Raw2;
  static unsigned short encode(double value, cudaRoundMode rounding) {
    if (is_nan(value)) return 0x7FFF;
    uint32_t magnitude = Grid<7, 127>::magnitude(value, rounding);
    if (magnitude >= 0x7F80) magnitude = overflows(value, rounding) ? 0x7F80 : 0x7F7F;
    return static_cast<unsigned short>(magnitude | (is_negative(value) ? 0x8000U : 0U));
  }
  static float decode(unsigned short bits) { return bits_as<float>(uint32_t(bits) << 16); }
};

}  // namespace ingot_cuda

/// A number and a pair of them; their arithmetic gives the nearest number, ties to even.
/// \{
typedef ingot_cuda::Float16<ingot_cuda::Bfloat16Codec> __nv_bfloat16;
typedef ingot_cuda::Float16x2<ingot_cuda::Bfloat16Codec> __nv_bfloat162;
typedef __nv_bfloat16 nv_bfloat16;
typedef __nv_bfloat162 nv_bfloat162;
/// \}

/// Conversions; rn rounds to nearest, rz to zero, ru up, rd down.
/// \{
inline __nv_bfloat16 __float2bfloat16(float value) { return __nv_bfloat16::rounded(value); }
inline __nv_bfloat16 __float2bfloat16_rn(float value) { return __nv_bfloat16::rounded(value); }
inline __nv_bfloat16 __float2bfloat16_rz(float value) {
  return __nv_bfloat16::rounded(value, cudaRoundZero);
}
inline __nv_bfloat16 __float2bfloat16_ru(float value) {
  return __nv_bfloat16::rounded(value, cudaRoundPosInf);
}
inline __nv_bfloat16 __float2bfloat16_rd(float value) {
  return __nv_bfloat16::rounded(value, cudaRoundMinInf);
}
inline __nv_bfloat16 __double2bfloat16(double value) { return __nv_bfloat16::rounded(value); }
inline float __bfloat162float(__nv_bfloat16 value) { return value.value(); }
/// \}
INGOT_CUDA_ALL_INTEGER_CONVERSIONS(__nv_bfloat16, bfloat16)
INGOT_CUDA_PAIRS(__nv_bfloat16, __nv_bfloat162, bfloat16, bfloat162)
#endif
