// A pair of numbers of 16 bits, for cuda_fp16.h and cuda_bf16.h: what Float16 does, for each half.
#pragma once
#include "ingot_float16.h"
#include "vector_types.h"

namespace ingot_cuda {

template <class Codec>
struct alignas(4) Float16x2 {
  typedef Float16<Codec> Half;
  Half x;
  Half y;

  Float16x2() = default;
  Float16x2(Half low, Half high) : x(low), y(high) {}
  Float16x2(typename Codec::Raw2 raw) : x(Half::from_bits(raw.x)), y(Half::from_bits(raw.y)) {}
  operator typename Codec::Raw2() const {
    typename Codec::Raw2 raw;
    raw.x = x.bits();
    raw.y = y.bits();
    return raw;
  }

  friend Float16x2 __hadd2(Float16x2 a, Float16x2 b) {
    return {__hadd(a.x, b.x), __hadd(a.y, b.y)};
  }
  friend Float16x2 __hsub2(Float16x2 a, Float16x2 b) {
    return {__hsub(a.x, b.x), __hsub(a.y, b.y)};
  }
  friend Float16x2 __hmul2(Float16x2 a, Float16x2 b) {
    return {__hmul(a.x, b.x), __hmul(a.y, b.y)};
  }
  friend Float16x2 __h2div(Float16x2 a, Float16x2 b) {
    return {__hdiv(a.x, b.x), __hdiv(a.y, b.y)};
  }
  friend Float16x2 __hfma2(Float16x2 a, Float16x2 b, Float16x2 c) {
    return {__hfma(a.x, b.x, c.x), __hfma(a.y, b.y, c.y)};
  }
  friend Float16x2 __hneg2(Float16x2 a) { return {__hneg(a.x), __hneg(a.y)}; }
  friend Float16x2 __habs2(Float16x2 a) { return {__habs(a.x), __habs(a.y)}; }
  friend Float16x2 __hmax2(Float16x2 a, Float16x2 b) {
    return {__hmax(a.x, b.x), __hmax(a.y, b.y)};
  }
  friend Float16x2 __hmin2(Float16x2 a, Float16x2 b) {
    return {__hmin(a.x, b.x), __hmin(a.y, b.y)};
  }

  // 1 where it holds, else 0; in the b forms, whether it holds for both.
  friend Float16x2 __heq2(Float16x2 a, Float16x2 b) {
    return flags(__heq(a.x, b.x), __heq(a.y, b.y));
  }
  friend Float16x2 __hne2(Float16x2 a, Float16x2 b) {
    return flags(__hne(a.x, b.x), __hne(a.y, b.y));
  }
  friend Float16x2 __hlt2(Float16x2 a, Float16x2 b) {
    return flags(__hlt(a.x, b.x), __hlt(a.y, b.y));
  }
  friend Float16x2 __hle2(Float16x2 a, Float16x2 b) {
    return flags(__hle(a.x, b.x), __hle(a.y, b.y));
  }
  friend Float16x2 __hgt2(Float16x2 a, Float16x2 b) {
    return flags(__hgt(a.x, b.x), __hgt(a.y, b.y));
  }
  friend Float16x2 __hge2(Float16x2 a, Float16x2 b) {
    return flags(__hge(a.x, b.x), __hge(a.y, b.y));
  }
  friend Float16x2 __hisnan2(Float16x2 a) { return flags(a.x.nan(), a.y.nan()); }
  friend bool __hbeq2(Float16x2 a, Float16x2 b) { return __heq(a.x, b.x) && __heq(a.y, b.y); }
  friend bool __hbne2(Float16x2 a, Float16x2 b) { return __hne(a.x, b.x) && __hne(a.y, b.y); }
  friend bool __hblt2(Float16x2 a, Float16x2 b) { return __hlt(a.x, b.x) && __hlt(a.y, b.y); }
  friend bool __hble2(Float16x2 a, Float16x2 b) { return __hle(a.x, b.x) && __hle(a.y, b.y); }
  friend bool __hbgt2(Float16x2 a, Float16x2 b) { return __hgt(a.x, b.x) && __hgt(a.y, b.y); }
  friend bool __hbge2(Float16x2 a, Float16x2 b) { return __hge(a.x, b.x) && __hge(a.y, b.y); }

  friend float __low2float(Float16x2 a) { return a.x.value(); }
  friend float __high2float(Float16x2 a) { return a.y.value(); }
  friend Float16x2 __lowhigh2highlow(Float16x2 a) { return {a.y, a.x}; }

  friend Float16x2 operator+(const Float16x2& a, const Float16x2& b) { return __hadd2(a, b); }
  friend Float16x2 operator-(const Float16x2& a, const Float16x2& b) { return __hsub2(a, b); }
  friend Float16x2 operator*(const Float16x2& a, const Float16x2& b) { return __hmul2(a, b); }
  friend Float16x2 operator/(const Float16x2& a, const Float16x2& b) { return __h2div(a, b); }
  friend Float16x2 operator+(const Float16x2& a) { return a; }
  friend Float16x2 operator-(const Float16x2& a) { return __hneg2(a); }
  friend bool operator==(const Float16x2& a, const Float16x2& b) { return __hbeq2(a, b); }
  friend bool operator!=(const Float16x2& a, const Float16x2& b) {
    return __hneu(a.x, b.x) && __hneu(a.y, b.y);
  }
  friend bool operator<(const Float16x2& a, const Float16x2& b) { return __hblt2(a, b); }
  friend bool operator<=(const Float16x2& a, const Float16x2& b) { return __hble2(a, b); }
  friend bool operator>(const Float16x2& a, const Float16x2& b) { return __hbgt2(a, b); }
  friend bool operator>=(const Float16x2& a, const Float16x2& b) { return __hbge2(a, b); }
  Float16x2& operator+=(const Float16x2& b) { return *this = *this + b; }
  Float16x2& operator-=(const Float16x2& b) { return *this = *this - b; }
  Float16x2& operator*=(const Float16x2& b) { return *this = *this * b; }
  Float16x2& operator/=(const Float16x2& b) { return *this = *this / b; }

 private:
  static Float16x2 flags(bool low, bool high) {
    return {Half(low ? 1.0F : 0.0F), Half(high ? 1.0F : 0.0F)};
  }
};

template <class Codec>
inline float2 to_float2(Float16x2<Codec> pair) {
  float2 result;
  result.x = pair.x.value();
  result.y = pair.y.value();
  return result;
}

}  // namespace ingot_cuda

// The functions that make and take apart pairs; `word` and `words` name the number and the pair.
#define INGOT_CUDA_PAIRS(T, T2, word, words)                                             \
  inline T2 __halves2##words(T low, T high) { return T2(low, high); }                    \
  inline T2 __##word##2##words(T both) { return T2(both, both); }                        \
  inline T2 __float2##words##_rn(float both) { return T2(T(both), T(both)); }            \
  inline T2 __floats2##words##_rn(float low, float high) { return T2(T(low), T(high)); } \
  inline T2 __float22##words##_rn(float2 pair) { return T2(T(pair.x), T(pair.y)); }      \
  inline float2 __##words##2float2(T2 pair) { return ingot_cuda::to_float2(pair); }      \
  inline T __low2##word(T2 pair) { return pair.x; }                                      \
  inline T __high2##word(T2 pair) { return pair.y; }                                     \
  inline T2 __low2##words(T2 pair) { return T2(pair.x, pair.x); }                        \
  inline T2 __high2##words(T2 pair) { return T2(pair.y, pair.y); }                       \
  inline T2 __lows2##words(T2 a, T2 b) { return T2(a.x, b.x); }                          \
  inline T2 __highs2##words(T2 a, T2 b) { return T2(a.y, b.y); }                         \
  inline T2 make_##words(T low, T high) { return T2(low, high); }
