#pragma once

#include <bit>
#include <cstdint>

namespace ingot {

/// IEEE 754 binary16; conversions round to nearest, ties to even.
class Half {
 public:
  Half() = default;
  explicit Half(float value) : bits_(from_float(value)) {}
  explicit operator float() const { return to_float(bits_); }

  static Half from_bits(uint16_t bits) {
    Half half;
    half.bits_ = bits;
    return half;
  }
  uint16_t bits() const { return bits_; }

  static constexpr float kMax = 65504.0F;

 private:
  static uint16_t from_float(float value);
  static float to_float(uint16_t bits);

  uint16_t bits_ = 0;
};

/// The upper half of an IEEE 754 binary32; conversion rounds to nearest, ties to even.
class BFloat16 {
 public:
  BFloat16() = default;
  explicit BFloat16(float value) {
    uint32_t bits = std::bit_cast<uint32_t>(value);
    const bool is_nan = (bits & 0x7FFFFFFFU) > 0x7F800000U;
    bits_ = is_nan ? static_cast<uint16_t>((bits >> 16U) | 0x40U)
                   : static_cast<uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
  }
  explicit operator float() const {
    return std::bit_cast<float>(static_cast<uint32_t>(bits_) << 16U);
  }
  uint16_t bits() const { return bits_; }

 private:
  uint16_t bits_ = 0;
};

inline uint16_t Half::from_float(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  const auto sign = static_cast<uint16_t>((bits >> 16U) & 0x8000U);
  const uint32_t magnitude = bits & 0x7FFFFFFFU;
  if (magnitude > 0x7F800000U) return static_cast<uint16_t>(sign | 0x7E00U);
  if (magnitude >= 0x477FF000U) return static_cast<uint16_t>(sign | 0x7C00U);
  if (magnitude < 0x38800000U) {
    // Adding 0.5 leaves the subnormal half in the low mantissa bits, rounded by the FPU.
    const float shifted = std::bit_cast<float>(magnitude) + 0.5F;
    return static_cast<uint16_t>(sign | (std::bit_cast<uint32_t>(shifted) - 0x3F000000U));
  }
  const uint32_t rounded = magnitude + 0xFFFU + ((magnitude >> 13U) & 1U);
  return static_cast<uint16_t>(sign | ((rounded - 0x38000000U) >> 13U));
}

inline float Half::to_float(uint16_t bits) {
  const uint32_t sign = static_cast<uint32_t>(bits & 0x8000U) << 16U;
  const uint32_t exponent = (bits >> 10U) & 0x1FU;
  const uint32_t mantissa = bits & 0x3FFU;
  if (exponent == 0) {
    const float magnitude = static_cast<float>(mantissa) * 0x1.0p-24F;
    return std::bit_cast<float>(sign | std::bit_cast<uint32_t>(magnitude));
  }
  const uint32_t wide = exponent == 31 ? 0xFFU : exponent + 112U;
  return std::bit_cast<float>(sign | (wide << 23U) | (mantissa << 13U));
}

}  // namespace ingot
