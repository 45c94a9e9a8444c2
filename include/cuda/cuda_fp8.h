/// \file
/// Numbers of 8 bits: e4m3 (up to 448, no infinity), e5m2 (up to 57344) and e8m0 (powers of two).
///
/// Conversions round to nearest, ties to even. Beyond the largest number __NV_SATFINITE gives that
/// number, __NV_NOSAT an infinity or, where there is none, what is not a number. Conversions from
/// the types themselves saturate.
#pragma once
#include "cuda_bf16.h"
#include "cuda_fp16.h"

/// The bits of one, two and four numbers, the first in the lowest.
/// \{
typedef unsigned char __nv_fp8_storage_t;
typedef unsigned short __nv_fp8x2_storage_t;
typedef unsigned int __nv_fp8x4_storage_t;
/// \}

/// What becomes of numbers beyond the largest.
typedef enum __nv_saturation_t { __NV_NOSAT, __NV_SATFINITE } __nv_saturation_t;
/// Format of the bits.
typedef enum __nv_fp8_interpretation_t { __NV_E4M3, __NV_E5M2 } __nv_fp8_interpretation_t;

#if defined(__cplusplus)
#include "ingot_packed.h"

namespace ingot_cuda {

struct Fp8Codec {
  typedef __nv_fp8_storage_t Storage;
  typedef __nv_fp8x2_storage_t Storage2;
  typedef __nv_fp8x4_storage_t Storage4;
  static const int kBits = 8;
};

/// `kBeyond`: the magnitude of what follows the largest finite number; `kNan`: of a NaN.
template <int mantissa_bits, int bias, unsigned kBeyond, unsigned kNan>
struct SignedFp8Codec : Fp8Codec {
  static Storage encode(double value, __nv_saturation_t saturation = __NV_SATFINITE) {
    if (is_nan(value)) return Storage(kNan);
    unsigned magnitude = Grid<mantissa_bits, bias>::magnitude(value, cudaRoundNearest);
    if (magnitude >= kBeyond) magnitude = saturation == __NV_SATFINITE ? kBeyond - 1 : kBeyond;
    return Storage((is_negative(value) ? 0x80U : 0U) | magnitude);
  }
  /// The sign of a NaN is lost.
  static __half decode_half(unsigned bits) {
    const unsigned magnitude = bits & 0x7FU;
    if (magnitude > kBeyond || magnitude == kNan) return __half::from_bits(0x7FFF);
    const uint32_t sign = uint32_t(bits & 0x80U) << 24;
    if (magnitude == kBeyond) return __half(bits_as<float>(sign | 0x7F800000U));
    const float value = Grid<mantissa_bits, bias>::value(magnitude);
    return __half(bits_as<float>(sign | bits_as<uint32_t>(value)));
  }
  static float decode(unsigned bits) { return decode_half(bits).value(); }
};
typedef SignedFp8Codec<3, 7, 0x7F, 0x7F> E4m3Codec;
typedef SignedFp8Codec<2, 15, 0x7C, 0x7F> E5m2Codec;

/// 2^(bits - 127); 0xFF is not a number. A sign is dropped, and 0 becomes the least number.
struct E8m0Codec : Fp8Codec {
  static Storage encode(double value, __nv_saturation_t saturation = __NV_SATFINITE,
                        cudaRoundMode rounding = cudaRoundPosInf) {
    if (is_nan(value)) return 0xFF;
    const uint64_t bits = bits_as<uint64_t>(value) & ~(uint64_t(1) << 63);
    const bool between = (bits & ((uint64_t(1) << 52) - 1)) != 0;
    int code = int(bits >> 52) - 1023 + 127;
    if (between && rounding == cudaRoundPosInf) ++code;
    if (code > 0xFE) return saturation == __NV_SATFINITE ? 0xFE : 0xFF;
    return Storage(code < 0 ? 0 : code);
  }
  static __nv_bfloat16 decode_bfloat16(unsigned bits) {
    if (bits == 0) return __nv_bfloat16::from_bits(0x0040);
    return __nv_bfloat16::from_bits(bits == 0xFF ? 0x7FFF : static_cast<unsigned short>(bits << 7));
  }
  static float decode(unsigned bits) { return decode_bfloat16(bits).value(); }
};

inline __nv_fp8_storage_t to_fp8(double x, __nv_saturation_t saturation,
                                 __nv_fp8_interpretation_t kind) {
  return kind == __NV_E4M3 ? E4m3Codec::encode(x, saturation) : E5m2Codec::encode(x, saturation);
}
inline __nv_fp8x2_storage_t to_fp8x2(double x, double y, __nv_saturation_t saturation,
                                     __nv_fp8_interpretation_t kind) {
  return __nv_fp8x2_storage_t(to_fp8(x, saturation, kind) | to_fp8(y, saturation, kind) << 8);
}
inline __nv_fp8x2_storage_t to_e8m0x2(double x, double y, __nv_saturation_t saturation,
                                      cudaRoundMode rounding) {
  return __nv_fp8x2_storage_t(E8m0Codec::encode(x, saturation, rounding) |
                              E8m0Codec::encode(y, saturation, rounding) << 8);
}

}  // namespace ingot_cuda

/// One, two and four numbers as types, which convert to and from wider ones.
/// \{
typedef ingot_cuda::Packed1<ingot_cuda::E4m3Codec> __nv_fp8_e4m3;
typedef ingot_cuda::Packed2<ingot_cuda::E4m3Codec> __nv_fp8x2_e4m3;
typedef ingot_cuda::Packed4<ingot_cuda::E4m3Codec> __nv_fp8x4_e4m3;
typedef ingot_cuda::Packed1<ingot_cuda::E5m2Codec> __nv_fp8_e5m2;
typedef ingot_cuda::Packed2<ingot_cuda::E5m2Codec> __nv_fp8x2_e5m2;
typedef ingot_cuda::Packed4<ingot_cuda::E5m2Codec> __nv_fp8x4_e5m2;
typedef ingot_cuda::Packed1<ingot_cuda::E8m0Codec> __nv_fp8_e8m0;
typedef ingot_cuda::Packed2<ingot_cuda::E8m0Codec> __nv_fp8x2_e8m0;
typedef ingot_cuda::Packed4<ingot_cuda::E8m0Codec> __nv_fp8x4_e8m0;
/// \}

/// Conversions of numbers and pairs from and to the bits.
/// \{
inline __nv_fp8_storage_t __nv_cvt_double_to_fp8(double x, __nv_saturation_t saturation,
                                                 __nv_fp8_interpretation_t kind) {
  return ingot_cuda::to_fp8(x, saturation, kind);
}
inline __nv_fp8_storage_t __nv_cvt_float_to_fp8(float x, __nv_saturation_t saturation,
                                                __nv_fp8_interpretation_t kind) {
  return ingot_cuda::to_fp8(x, saturation, kind);
}
inline __nv_fp8_storage_t __nv_cvt_halfraw_to_fp8(__half_raw x, __nv_saturation_t saturation,
                                                  __nv_fp8_interpretation_t kind) {
  return ingot_cuda::to_fp8(__half(x).value(), saturation, kind);
}
inline __nv_fp8_storage_t __nv_cvt_bfloat16raw_to_fp8(__nv_bfloat16_raw x,
                                                      __nv_saturation_t saturation,
                                                      __nv_fp8_interpretation_t kind) {
  return ingot_cuda::to_fp8(__nv_bfloat16(x).value(), saturation, kind);
}
inline __nv_fp8x2_storage_t __nv_cvt_double2_to_fp8x2(double2 x, __nv_saturation_t saturation,
                                                      __nv_fp8_interpretation_t kind) {
  return ingot_cuda::to_fp8x2(x.x, x.y, saturation, kind);
}
inline __nv_fp8x2_storage_t __nv_cvt_float2_to_fp8x2(float2 x, __nv_saturation_t saturation,
                                                     __nv_fp8_interpretation_t kind) {
  return ingot_cuda::to_fp8x2(x.x, x.y, saturation, kind);
}
inline __nv_fp8x2_storage_t __nv_cvt_halfraw2_to_fp8x2(__half2_raw x, __nv_saturation_t saturation,
                                                       __nv_fp8_interpretation_t kind) {
  const float2 pair = ingot_cuda::to_float2(__half2(x));
  return ingot_cuda::to_fp8x2(pair.x, pair.y, saturation, kind);
}
inline __nv_fp8x2_storage_t __nv_cvt_bfloat16raw2_to_fp8x2(__nv_bfloat162_raw x,
                                                           __nv_saturation_t saturation,
                                                           __nv_fp8_interpretation_t kind) {
  const float2 pair = ingot_cuda::to_float2(__nv_bfloat162(x));
  return ingot_cuda::to_fp8x2(pair.x, pair.y, saturation, kind);
}

inline __half_raw __nv_cvt_fp8_to_halfraw(__nv_fp8_storage_t x, __nv_fp8_interpretation_t kind) {
  return kind == __NV_E4M3 ? ingot_cuda::E4m3Codec::decode_half(x)
                           : ingot_cuda::E5m2Codec::decode_half(x);
}
inline __half2_raw __nv_cvt_fp8x2_to_halfraw2(__nv_fp8x2_storage_t x,
                                              __nv_fp8_interpretation_t kind) {
  __half2_raw pair;
  pair.x = __nv_cvt_fp8_to_halfraw(__nv_fp8_storage_t(x & 0xFF), kind).x;
  pair.y = __nv_cvt_fp8_to_halfraw(__nv_fp8_storage_t(x >> 8), kind).x;
  return pair;
}
/// \}

/// e8m0: cudaRoundPosInf goes to the greater power of two, another mode to the lesser one.
/// \{
inline __nv_fp8_storage_t __nv_cvt_double_to_e8m0(double x, __nv_saturation_t saturation,
                                                  cudaRoundMode rounding) {
  return ingot_cuda::E8m0Codec::encode(x, saturation, rounding);
}
inline __nv_fp8_storage_t __nv_cvt_float_to_e8m0(float x, __nv_saturation_t saturation,
                                                 cudaRoundMode rounding) {
  return ingot_cuda::E8m0Codec::encode(x, saturation, rounding);
}
inline __nv_fp8_storage_t __nv_cvt_bfloat16raw_to_e8m0(__nv_bfloat16_raw x,
                                                       __nv_saturation_t saturation,
                                                       cudaRoundMode rounding) {
  return ingot_cuda::E8m0Codec::encode(__nv_bfloat16(x).value(), saturation, rounding);
}
inline __nv_fp8x2_storage_t __nv_cvt_double2_to_e8m0x2(double2 x, __nv_saturation_t saturation,
                                                       cudaRoundMode rounding) {
  return ingot_cuda::to_e8m0x2(x.x, x.y, saturation, rounding);
}
inline __nv_fp8x2_storage_t __nv_cvt_float2_to_e8m0x2(float2 x, __nv_saturation_t saturation,
                                                      cudaRoundMode rounding) {
  return ingot_cuda::to_e8m0x2(x.x, x.y, saturation, rounding);
}
inline __nv_fp8x2_storage_t __nv_cvt_bfloat162raw_to_e8m0x2(__nv_bfloat162_raw x,
                                                            __nv_saturation_t saturation,
                                                            cudaRoundMode rounding) {
  const float2 pair = ingot_cuda::to_float2(__nv_bfloat162(x));
  return ingot_cuda::to_e8m0x2(pair.x, pair.y, saturation, rounding);
}
inline __nv_bfloat16_raw __nv_cvt_e8m0_to_bf16raw(__nv_fp8_storage_t x) {
  return ingot_cuda::E8m0Codec::decode_bfloat16(x);
}
inline __nv_bfloat162_raw __nv_cvt_e8m0x2_to_bf162raw(__nv_fp8x2_storage_t x) {
  __nv_bfloat162_raw pair;
  pair.x = __nv_cvt_e8m0_to_bf16raw(__nv_fp8_storage_t(x & 0xFF)).x;
  pair.y = __nv_cvt_e8m0_to_bf16raw(__nv_fp8_storage_t(x >> 8)).x;
  return pair;
}
/// \}
#endif
