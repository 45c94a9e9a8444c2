// Numbers of 8 bits and less, alone and packed, for cuda_fp8.h and cuda_fp4.h. A number becomes
// the nearest one, ties to even, and saturates; e8m0 alone goes up.
#pragma once
#include "cuda_bf16.h"
#include "cuda_fp16.h"

namespace ingot_cuda {

/// Codec: type Storage, kBits, encode(double) which saturates, decode(unsigned).
template <class Codec>
struct Packed1 {
  typename Codec::Storage __x;

  Packed1() = default;
  explicit Packed1(float value) : __x(Codec::encode(value)) {}
  explicit Packed1(double value) : __x(Codec::encode(value)) {}
  explicit Packed1(__half value) : __x(Codec::encode(value.value())) {}
  explicit Packed1(__nv_bfloat16 value) : __x(Codec::encode(value.value())) {}
  template <class T, class = typename std::enable_if<std::is_integral<T>::value>::type>
  explicit Packed1(T value) : __x(Codec::encode(integer_to_double(value))) {}

  explicit operator float() const { return Codec::decode(__x); }
  explicit operator double() const { return Codec::decode(__x); }
  explicit operator __half() const { return __half(Codec::decode(__x)); }
  explicit operator __nv_bfloat16() const { return __nv_bfloat16(Codec::decode(__x)); }
  template <class T, class = typename std::enable_if<std::is_integral<T>::value>::type>
  explicit operator T() const {
    return std::is_same<T, bool>::value
               ? T(Codec::decode(__x) != 0.0F)
               : double_to_integer<T>(round_to_integer(Codec::decode(__x), cudaRoundZero));
  }
};

/// The number at `index`, the first one in the lowest bits.
template <class Codec, class Storage>
inline float unpack(Storage storage, int index) {
  return Codec::decode(unsigned(storage) >> (index * Codec::kBits) & ((1U << Codec::kBits) - 1));
}
template <class Storage, class Codec>
inline Storage pack(double x, double y, double z = 0, double w = 0) {
  unsigned bits = Codec::encode(x) | unsigned(Codec::encode(y)) << Codec::kBits;
  if (sizeof(Storage) * 8 >= 4 * Codec::kBits) {
    bits |= unsigned(Codec::encode(z)) << (2 * Codec::kBits);
    bits |= unsigned(Codec::encode(w)) << (3 * Codec::kBits);
  }
  return static_cast<Storage>(bits);
}

template <class Codec>
struct Packed2 {
  typename Codec::Storage2 __x;

  Packed2() = default;
  explicit Packed2(float2 pair) : __x(packed(pair.x, pair.y)) {}
  explicit Packed2(double2 pair) : __x(packed(pair.x, pair.y)) {}
  explicit Packed2(__half2 pair) : __x(packed(pair.x.value(), pair.y.value())) {}
  explicit Packed2(__nv_bfloat162 pair) : __x(packed(pair.x.value(), pair.y.value())) {}
  explicit operator float2() const {
    float2 result;
    result.x = unpack<Codec>(__x, 0);
    result.y = unpack<Codec>(__x, 1);
    return result;
  }
  explicit operator __half2() const {
    return __half2(__half(unpack<Codec>(__x, 0)), __half(unpack<Codec>(__x, 1)));
  }
  explicit operator __nv_bfloat162() const {
    return __nv_bfloat162(__nv_bfloat16(unpack<Codec>(__x, 0)),
                          __nv_bfloat16(unpack<Codec>(__x, 1)));
  }

 private:
  static typename Codec::Storage2 packed(double x, double y) {
    return pack<typename Codec::Storage2, Codec>(x, y);
  }
};

template <class Codec>
struct Packed4 {
  typename Codec::Storage4 __x;

  Packed4() = default;
  explicit Packed4(float4 four) : __x(packed(four.x, four.y, four.z, four.w)) {}
  explicit Packed4(double4 four) : __x(packed(four.x, four.y, four.z, four.w)) {}
  Packed4(__half2 low, __half2 high)
      : __x(packed(low.x.value(), low.y.value(), high.x.value(), high.y.value())) {}
  Packed4(__nv_bfloat162 low, __nv_bfloat162 high)
      : __x(packed(low.x.value(), low.y.value(), high.x.value(), high.y.value())) {}
  explicit operator float4() const {
    float4 result;
    result.x = unpack<Codec>(__x, 0);
    result.y = unpack<Codec>(__x, 1);
    result.z = unpack<Codec>(__x, 2);
    result.w = unpack<Codec>(__x, 3);
    return result;
  }

 private:
  static typename Codec::Storage4 packed(double x, double y, double z, double w) {
    return pack<typename Codec::Storage4, Codec>(x, y, z, w);
  }
};

}  // namespace ingot_cuda
