/// \file
/// Numbers of 4 bits, e2m1: 0, 0.5, 1, 1.5, 2, 3, 4, 6 and their negatives. Beyond 6 a conversion
/// gives 6 with the value's sign; what is not a number becomes 6.
#pragma once
#include "cuda_bf16.h"
#include "cuda_fp16.h"
#include "cuda_fp8.h"

/// The bits of one, two and four numbers, the first in the lowest.
/// \{
typedef unsigned char __nv_fp4_storage_t;
typedef unsigned char __nv_fp4x2_storage_t;
typedef unsigned short __nv_fp4x4_storage_t;
/// \}

/// Format of the bits.
typedef enum __nv_fp4_interpretation_t { __NV_E2M1 } __nv_fp4_interpretation_t;

#if defined(__cplusplus)
#include "ingot_packed.h"

namespace ingot_cuda {

struct E2m1Codec {
  typedef __nv_fp4_storage_t Storage;
  typedef __nv_fp4x2_storage_t Storage2;
  typedef __nv_fp4x4_storage_t Storage4;
  typedef Grid<1, 1> Numbers;
  static const int kBits = 4;

  static Storage encode(double value, cudaRoundMode rounding = cudaRoundNearest) {
    if (is_nan(value)) return 7;
    const unsigned magnitude = Numbers::magnitude(value, rounding);
    return Storage((is_negative(value) ? 8U : 0U) | (magnitude > 7 ? 7U : magnitude));
  }
  static float decode(unsigned bits) {
    const float value = Numbers::value(bits & 7U);
    return (bits & 8U) != 0 ? -value : value;
  }
};

inline __nv_fp4x2_storage_t to_fp4x2(double x, double y, cudaRoundMode rounding) {
  return __nv_fp4x2_storage_t(E2m1Codec::encode(x, rounding) | E2m1Codec::encode(y, rounding) << 4);
}

}  // namespace ingot_cuda

/// One, two and four numbers as types, which convert to and from wider ones.
/// \{
typedef ingot_cuda::Packed1<ingot_cuda::E2m1Codec> __nv_fp4_e2m1;
typedef ingot_cuda::Packed2<ingot_cuda::E2m1Codec> __nv_fp4x2_e2m1;
typedef ingot_cuda::Packed4<ingot_cuda::E2m1Codec> __nv_fp4x4_e2m1;
/// \}

/// Conversions of numbers and pairs from and to the bits.
/// \{
inline __nv_fp4_storage_t __nv_cvt_double_to_fp4(double x, __nv_fp4_interpretation_t,
                                                 cudaRoundMode rounding) {
  return ingot_cuda::E2m1Codec::encode(x, rounding);
}
inline __nv_fp4_storage_t __nv_cvt_float_to_fp4(float x, __nv_fp4_interpretation_t,
                                                cudaRoundMode rounding) {
  return ingot_cuda::E2m1Codec::encode(x, rounding);
}
inline __nv_fp4_storage_t __nv_cvt_halfraw_to_fp4(__half_raw x, __nv_fp4_interpretation_t,
                                                  cudaRoundMode rounding) {
  return ingot_cuda::E2m1Codec::encode(__half(x).value(), rounding);
}
inline __nv_fp4_storage_t __nv_cvt_bfloat16raw_to_fp4(__nv_bfloat16_raw x,
                                                      __nv_fp4_interpretation_t,
                                                      cudaRoundMode rounding) {
  return ingot_cuda::E2m1Codec::encode(__nv_bfloat16(x).value(), rounding);
}
inline __nv_fp4x2_storage_t __nv_cvt_double2_to_fp4x2(double2 x, __nv_fp4_interpretation_t,
                                                      cudaRoundMode rounding) {
  return ingot_cuda::to_fp4x2(x.x, x.y, rounding);
}
inline __nv_fp4x2_storage_t __nv_cvt_float2_to_fp4x2(float2 x, __nv_fp4_interpretation_t,
                                                     cudaRoundMode rounding) {
  return ingot_cuda::to_fp4x2(x.x, x.y, rounding);
}
inline __nv_fp4x2_storage_t __nv_cvt_halfraw2_to_fp4x2(__half2_raw x, __nv_fp4_interpretation_t,
                                                       cudaRoundMode rounding) {
  const float2 pair = ingot_cuda::to_float2(__half2(x));
  return ingot_cuda::to_fp4x2(pair.x, pair.y, rounding);
}
inline __nv_fp4x2_storage_t __nv_cvt_bfloat16raw2_to_fp4x2(__nv_bfloat162_raw x,
                                                           __nv_fp4_interpretation_t,
                                                           cudaRoundMode rounding) {
  const float2 pair = ingot_cuda::to_float2(__nv_bfloat162(x));
  return ingot_cuda::to_fp4x2(pair.x, pair.y, rounding);
}

inline __half_raw __nv_cvt_fp4_to_halfraw(__nv_fp4_storage_t x, __nv_fp4_interpretation_t) {
  return __half(ingot_cuda::E2m1Codec::decode(x));
}
inline __half2_raw __nv_cvt_fp4x2_to_halfraw2(__nv_fp4x2_storage_t x, __nv_fp4_interpretation_t) {
  return __half2(__half(ingot_cuda::E2m1Codec::decode(x & 0xFU)),
                 __half(ingot_cuda::E2m1Codec::decode(x >> 4)));
}
/// \}
#endif
