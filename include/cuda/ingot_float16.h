// A number of 16 bits, for cuda_fp16.h and cuda_bf16.h: its conversions and its arithmetic. Every
// result is the nearest to the exact one, ties to even; a NaN is 0x7FFF.
#pragma once
#include "ingot_small_float.h"

namespace ingot_cuda {

template <class T>
struct IsWhole
    : std::integral_constant<bool, std::is_integral<T>::value || std::is_enum<T>::value> {};

/// Codec: types Raw {x} and Raw2 {x, y}, encode(double, rounding), decode(bits).
template <class Codec>
class Float16 {
 public:
  typedef Codec Format;

  Float16() = default;
  Float16(typename Codec::Raw raw) : bits_(raw.x) {}
  Float16(float value) : bits_(Codec::encode(value, cudaRoundNearest)) {}
  Float16(double value) : bits_(Codec::encode(value, cudaRoundNearest)) {}
  template <class T, class = typename std::enable_if<IsWhole<T>::value>::type>
  Float16(T value) : bits_(Codec::encode(integer_to_double(whole(value)), cudaRoundNearest)) {}

  static Float16 rounded(double value, cudaRoundMode rounding = cudaRoundNearest) {
    return from_bits(Codec::encode(value, rounding));
  }
  static Float16 from_bits(unsigned short bits) {
    Float16 result;
    result.bits_ = bits;
    return result;
  }
  unsigned short bits() const { return bits_; }
  float value() const { return Codec::decode(bits_); }
  bool nan() const { return is_nan(value()); }

  operator typename Codec::Raw() const {
    typename Codec::Raw raw;
    raw.x = bits_;
    return raw;
  }
  operator float() const { return value(); }
  /// Towards zero, within the integer's range; for a bool, whether it is other than zero.
  template <class T, class = typename std::enable_if<std::is_integral<T>::value>::type>
  operator T() const {
    return std::is_same<T, bool>::value
               ? T((bits_ & 0x7FFF) != 0)
               : double_to_integer<T>(round_to_integer(value(), cudaRoundZero));
  }

  friend Float16 __hadd(Float16 a, Float16 b) { return rounded(double(a.value()) + b.value()); }
  friend Float16 __hsub(Float16 a, Float16 b) { return rounded(double(a.value()) - b.value()); }
  friend Float16 __hmul(Float16 a, Float16 b) { return rounded(double(a.value()) * b.value()); }
  friend Float16 __hdiv(Float16 a, Float16 b) { return rounded(double(a.value()) / b.value()); }
  friend Float16 __hfma(Float16 a, Float16 b, Float16 c) {
    return rounded(sum_to_odd(double(a.value()) * b.value(), c.value()));
  }
  friend Float16 __hneg(Float16 a) {
    return a.nan() ? canonical(a) : from_bits(static_cast<unsigned short>(a.bits_ ^ 0x8000));
  }
  friend Float16 __habs(Float16 a) {
    return a.nan() ? canonical(a) : from_bits(static_cast<unsigned short>(a.bits_ & 0x7FFF));
  }
  /// The other one where one is not a number; +0 is greater than -0.
  friend Float16 __hmax(Float16 a, Float16 b) {
    if (a.nan() || b.nan()) return a.nan() ? canonical(b) : a;
    if (a.value() == b.value()) return is_negative(a.value()) ? b : a;
    return a.value() > b.value() ? a : b;
  }
  friend Float16 __hmin(Float16 a, Float16 b) {
    if (a.nan() || b.nan()) return a.nan() ? canonical(b) : a;
    if (a.value() == b.value()) return is_negative(a.value()) ? a : b;
    return a.value() < b.value() ? a : b;
  }
  /// Not a number where one is not.
  friend Float16 __hmax_nan(Float16 a, Float16 b) {
    return a.nan() || b.nan() ? from_bits(0x7FFF) : __hmax(a, b);
  }
  friend Float16 __hmin_nan(Float16 a, Float16 b) {
    return a.nan() || b.nan() ? from_bits(0x7FFF) : __hmin(a, b);
  }

  // Results within [0, 1]; +0 for what is not a number.
  friend Float16 __hadd_sat(Float16 a, Float16 b) { return saturated(__hadd(a, b)); }
  friend Float16 __hsub_sat(Float16 a, Float16 b) { return saturated(__hsub(a, b)); }
  friend Float16 __hmul_sat(Float16 a, Float16 b) { return saturated(__hmul(a, b)); }
  friend Float16 __hfma_sat(Float16 a, Float16 b, Float16 c) { return saturated(__hfma(a, b, c)); }

  friend bool __hisnan(Float16 a) { return a.nan(); }
  friend int __hisinf(Float16 a) {
    return is_infinite(a.value()) ? (is_negative(a.value()) ? -1 : 1) : 0;
  }
  friend bool __heq(Float16 a, Float16 b) { return a.value() == b.value(); }
  friend bool __hne(Float16 a, Float16 b) { return a.value() < b.value() || a.value() > b.value(); }
  friend bool __hlt(Float16 a, Float16 b) { return a.value() < b.value(); }
  friend bool __hle(Float16 a, Float16 b) { return a.value() <= b.value(); }
  friend bool __hgt(Float16 a, Float16 b) { return a.value() > b.value(); }
  friend bool __hge(Float16 a, Float16 b) { return a.value() >= b.value(); }
  // True where one is not a number.
  friend bool __hequ(Float16 a, Float16 b) { return !__hne(a, b); }
  friend bool __hneu(Float16 a, Float16 b) { return !__heq(a, b); }
  friend bool __hltu(Float16 a, Float16 b) { return !__hge(a, b); }
  friend bool __hleu(Float16 a, Float16 b) { return !__hgt(a, b); }
  friend bool __hgtu(Float16 a, Float16 b) { return !__hle(a, b); }
  friend bool __hgeu(Float16 a, Float16 b) { return !__hlt(a, b); }

  friend Float16 operator+(const Float16& a, const Float16& b) { return __hadd(a, b); }
  friend Float16 operator-(const Float16& a, const Float16& b) { return __hsub(a, b); }
  friend Float16 operator*(const Float16& a, const Float16& b) { return __hmul(a, b); }
  friend Float16 operator/(const Float16& a, const Float16& b) { return __hdiv(a, b); }
  friend Float16 operator+(const Float16& a) { return a; }
  friend Float16 operator-(const Float16& a) { return __hneg(a); }
  friend bool operator==(const Float16& a, const Float16& b) { return __heq(a, b); }
  friend bool operator!=(const Float16& a, const Float16& b) { return __hneu(a, b); }
  friend bool operator<(const Float16& a, const Float16& b) { return __hlt(a, b); }
  friend bool operator<=(const Float16& a, const Float16& b) { return __hle(a, b); }
  friend bool operator>(const Float16& a, const Float16& b) { return __hgt(a, b); }
  friend bool operator>=(const Float16& a, const Float16& b) { return __hge(a, b); }
  Float16& operator+=(const Float16& b) { return *this = *this + b; }
  Float16& operator-=(const Float16& b) { return *this = *this - b; }
  Float16& operator*=(const Float16& b) { return *this = *this * b; }
  Float16& operator/=(const Float16& b) { return *this = *this / b; }
  Float16& operator++() { return *this = *this + Float16(1.0F); }
  Float16& operator--() { return *this = *this - Float16(1.0F); }
  Float16 operator++(int) {
    const Float16 before = *this;
    ++*this;
    return before;
  }
  Float16 operator--(int) {
    const Float16 before = *this;
    --*this;
    return before;
  }

 private:
  static Float16 canonical(Float16 a) { return a.nan() ? from_bits(0x7FFF) : a; }
  static Float16 saturated(Float16 a) {
    if (!(a.value() > 0.0F)) return from_bits(0);
    return a.value() < 1.0F ? a : Float16(1.0F);
  }

  template <class T>
  static typename std::enable_if<std::is_integral<T>::value, T>::type whole(T value) {
    return value;
  }
  template <class T>
  static typename std::enable_if<std::is_enum<T>::value, long long>::type whole(T value) {
    return static_cast<long long>(value);
  }

  unsigned short bits_;
};

template <class Integer, class Codec>
inline Integer to_integer(Float16<Codec> value, cudaRoundMode rounding) {
  return double_to_integer<Integer>(round_to_integer(value.value(), rounding));
}

}  // namespace ingot_cuda

// The conversions between a type of 16 bits, `word` in their names, and one integer type.
#define INGOT_CUDA_INTEGER_CONVERSIONS(T, word, Integer, integer)              \
  inline T __##integer##2##word##_rn(Integer value) {                          \
    return T::rounded(ingot_cuda::integer_to_double(value), cudaRoundNearest); \
  }                                                                            \
  inline T __##integer##2##word##_rz(Integer value) {                          \
    return T::rounded(ingot_cuda::integer_to_double(value), cudaRoundZero);    \
  }                                                                            \
  inline T __##integer##2##word##_ru(Integer value) {                          \
    return T::rounded(ingot_cuda::integer_to_double(value), cudaRoundPosInf);  \
  }                                                                            \
  inline T __##integer##2##word##_rd(Integer value) {                          \
    return T::rounded(ingot_cuda::integer_to_double(value), cudaRoundMinInf);  \
  }                                                                            \
  inline Integer __##word##2##integer##_rn(T value) {                          \
    return ingot_cuda::to_integer<Integer>(value, cudaRoundNearest);           \
  }                                                                            \
  inline Integer __##word##2##integer##_rz(T value) {                          \
    return ingot_cuda::to_integer<Integer>(value, cudaRoundZero);              \
  }                                                                            \
  inline Integer __##word##2##integer##_ru(T value) {                          \
    return ingot_cuda::to_integer<Integer>(value, cudaRoundPosInf);            \
  }                                                                            \
  inline Integer __##word##2##integer##_rd(T value) {                          \
    return ingot_cuda::to_integer<Integer>(value, cudaRoundMinInf);            \
  }

#define INGOT_CUDA_ALL_INTEGER_CONVERSIONS(T, word)                            \
  INGOT_CUDA_INTEGER_CONVERSIONS(T, word, short, short)                        \
  INGOT_CUDA_INTEGER_CONVERSIONS(T, word, unsigned short, ushort)              \
  INGOT_CUDA_INTEGER_CONVERSIONS(T, word, int, int)                            \
  INGOT_CUDA_INTEGER_CONVERSIONS(T, word, unsigned int, uint)                  \
  INGOT_CUDA_INTEGER_CONVERSIONS(T, word, long long, ll)                       \
  INGOT_CUDA_INTEGER_CONVERSIONS(T, word, unsigned long long, ull)             \
  inline signed char __##word##2char_rz(T value) {                             \
    return ingot_cuda::to_integer<signed char>(value, cudaRoundZero);          \
  }                                                                            \
  inline unsigned char __##word##2uchar_rz(T value) {                          \
    return ingot_cuda::to_integer<unsigned char>(value, cudaRoundZero);        \
  }                                                                            \
  inline short __##word##_as_short(T value) { return short(value.bits()); }    \
  inline unsigned short __##word##_as_ushort(T value) { return value.bits(); } \
  inline T __short_as_##word(short bits) {                                     \
    return T::from_bits(static_cast<unsigned short>(bits));                    \
  }                                                                            \
  inline T __ushort_as_##word(unsigned short bits) { return T::from_bits(bits); }
