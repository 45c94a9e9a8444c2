// What the formats of 16 bits and less share: exact rounding from binary64 by integer arithmetic,
// so that neither the processor's rounding mode nor its treatment of subnormals has a say.
#pragma once
#include <stdint.h>
#include <string.h>

#include <limits>
#include <type_traits>

#include "device_types.h"

namespace ingot_cuda {

template <class To, class From>
inline To bits_as(From value) {
  static_assert(sizeof(To) == sizeof(From), "another width");
  To result;
  memcpy(&result, &value, sizeof result);
  return result;
}

inline bool is_negative(double value) { return (bits_as<uint64_t>(value) >> 63) != 0; }
inline bool is_nan(double value) {
  return (bits_as<uint64_t>(value) & ~(uint64_t(1) << 63)) > uint64_t(0x7FF) << 52;
}
inline bool is_infinite(double value) {
  return (bits_as<uint64_t>(value) & ~(uint64_t(1) << 63)) == uint64_t(0x7FF) << 52;
}

/// Whether `rounding` moves a value that is between two others to the one farther from zero.
inline bool rounds_away(bool negative, cudaRoundMode rounding) {
  return rounding == (negative ? cudaRoundMinInf : cudaRoundPosInf);
}

/// Whether a value beyond the largest finite one becomes infinite.
inline bool overflows(double value, cudaRoundMode rounding) {
  return is_infinite(value) || rounding == cudaRoundNearest ||
         rounds_away(is_negative(value), rounding);
}

/// The numbers of a format: exponent field e and mantissa field m stand for
///   2^(e - bias) (1 + m / 2^mantissa_bits),  where e = 0 for 2^(1 - bias) m / 2^mantissa_bits.
/// A magnitude is both fields as one integer; the next integer is the next number.
template <int mantissa_bits, int bias>
struct Grid {
  /// |value| rounded to a magnitude, as if exponents had no end. `value` is not a NaN.
  static uint32_t magnitude(double value, cudaRoundMode rounding) {
    const uint64_t bits = bits_as<uint64_t>(value) & ~(uint64_t(1) << 63);
    if (bits == 0) return 0;
    const int exponent = int(bits >> 52) - 1023;
    const uint64_t significand = (bits & ((uint64_t(1) << 52) - 1)) | uint64_t(1) << 52;
    const int least = 1 - bias;  // exponent of the least normal number
    const int below = exponent < least ? least - exponent : 0;
    const int dropped = 52 - mantissa_bits + below;
    const uint64_t kept = dropped < 64 ? significand >> dropped : 0;
    const uint64_t rest = dropped < 64 ? significand << (64 - dropped) : 1;
    const uint64_t up = rounds_up(kept, rest, is_negative(value), rounding) ? 1 : 0;
    const int steps = below > 0 ? 0 : exponent - least;
    return uint32_t(kept + up) + (uint32_t(steps) << mantissa_bits);
  }

  /// The number of a finite magnitude.
  static float value(uint32_t magnitude) {
    static_assert(bias + mantissa_bits < 128, "the least number is not a normal float");
    const uint32_t field = magnitude >> mantissa_bits;
    const uint32_t mantissa = magnitude & ((1U << mantissa_bits) - 1);
    if (field == 0) {
      const int step = 1 - bias - mantissa_bits;
      return float(mantissa) * bits_as<float>(uint32_t(127 + step) << 23);
    }
    return bits_as<float>(uint32_t(int(field) + 127 - bias) << 23 | mantissa
                                                                        << (23 - mantissa_bits));
  }

 private:
  // `rest`: what is dropped, as a fraction of 2^64.
  static bool rounds_up(uint64_t kept, uint64_t rest, bool negative, cudaRoundMode rounding) {
    const uint64_t half = uint64_t(1) << 63;
    if (rounding == cudaRoundNearest) return rest > half || (rest == half && (kept & 1) != 0);
    return rest != 0 && rounds_away(negative, rounding);
  }
};

/// A binary64 that any format of at most 51 bits rounds to as it would round the integer itself:
/// what does not fit is kept as a lowest bit that is set.
template <class Integer>
inline double integer_to_double(Integer value) {
  const bool negative = value < Integer(0);
  const uint64_t bits = uint64_t(value);
  uint64_t size = negative ? 0 - bits : bits;
  if (size >> 53 != 0) size = (size & ~uint64_t(0x7FF)) | ((size & 0x7FF) != 0 ? 0x800 : 0);
  return negative ? -double(size) : double(size);
}

/// The sum as such a binary64.
inline double sum_to_odd(double a, double b) {
  const double sum = a + b;
  const double part = sum - a;
  const double error = (a - (sum - part)) + (b - part);
  if (error == 0.0 || is_nan(error)) return sum;
  const uint64_t bits = bits_as<uint64_t>(sum);
  if ((bits & 1) != 0) return sum;
  const bool outwards = is_negative(error) == is_negative(sum);
  return bits_as<double>(outwards ? bits + 1 : bits - 1);
}

/// Within the integer's range: the nearest end beyond it. Not a number: 0, for 64 bits the top bit.
template <class Integer>
inline Integer double_to_integer(double whole) {
  typedef std::numeric_limits<Integer> Limits;
  if (is_nan(whole)) return sizeof(Integer) < 8 ? Integer(0) : Integer(uint64_t(1) << 63);
  if (whole <= double(Limits::min())) return Limits::min();
  if (whole >= double(Limits::max())) return Limits::max();
  return Integer(whole);
}

inline double round_to_integer(double value, cudaRoundMode rounding) {
  switch (rounding) {
    case cudaRoundNearest: return __builtin_nearbyint(value);
    case cudaRoundZero: return __builtin_trunc(value);
    case cudaRoundPosInf: return __builtin_ceil(value);
    case cudaRoundMinInf: return __builtin_floor(value);
  }
  return value;
}

}  // namespace ingot_cuda
