#include "backend/cpu/kernels/convert.h"

#include <cstring>
#include <limits>

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/convert.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

using Tag = hn::CappedTag<float, 16>;
using BitsTag = hn::RebindToSigned<Tag>;
using WordTag = hn::RebindToUnsigned<Tag>;
using Floats = hn::Vec<Tag>;
using Bits = hn::Vec<BitsTag>;
template <class T>
using NarrowTag = hn::Rebind<T, Tag>;
constexpr int64_t kLanes = hn::MaxLanes(Tag());

constexpr int32_t kInfinity = 0x7F800000;

HWY_INLINE Bits bits(int32_t value) { return hn::Set(BitsTag(), value); }
HWY_INLINE Bits bits_of(Floats x) { return hn::BitCast(BitsTag(), x); }
HWY_INLINE Floats floats_of(Bits x) { return hn::BitCast(Tag(), x); }
/// Shifts in zeros.
template <int kCount>
HWY_INLINE Bits shift_right(Bits x) {
  return hn::BitCast(BitsTag(), hn::ShiftRight<kCount>(hn::BitCast(WordTag(), x)));
}

HWY_INLINE Bits load_16(const void* from) {
  const NarrowTag<uint16_t> d;
  return hn::BitCast(BitsTag(),
                     hn::PromoteTo(WordTag(), hn::LoadU(d, static_cast<const uint16_t*>(from))));
}
/// Of 0…0xFFFF.
HWY_INLINE void store_16(Bits x, void* to) {
  const NarrowTag<uint16_t> d;
  hn::StoreU(hn::DemoteTo(d, x), d, static_cast<uint16_t*>(to));
}

/// One vector of each: read(from) and write(x, to).
#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_NEON
HWY_INLINE Floats read(const Half* from) {
  const NarrowTag<hwy::float16_t> d;
  return hn::PromoteTo(Tag(), hn::LoadU(d, reinterpret_cast<const hwy::float16_t*>(from)));
}
HWY_INLINE void write(Floats x, Half* to) {
  const NarrowTag<hwy::float16_t> d;
  hn::StoreU(hn::DemoteTo(d, x), d, reinterpret_cast<hwy::float16_t*>(to));
}
#else
HWY_INLINE Floats read(const Half* from) {
  const Bits half = load_16(from);
  const Bits sign = hn::ShiftLeft<16>(hn::And(half, bits(0x8000)));
  const Bits magnitude = hn::ShiftLeft<13>(hn::And(half, bits(0x7FFF)));
  const Bits mantissa = hn::And(half, bits(0x3FF));
  const Floats subnormal = hn::Mul(hn::ConvertTo(Tag(), mantissa), hn::Set(Tag(), 0x1.0p-24F));
  const Bits rebias = bits(112 << 23);
  const Bits normal = hn::Add(magnitude, rebias);
  const auto is_finite = hn::Lt(magnitude, bits(0x1F << 23));
  Bits result = hn::IfThenElse(is_finite, normal, hn::Add(normal, rebias));
  result = hn::IfThenElse(hn::Lt(magnitude, bits(1 << 23)), bits_of(subnormal), result);
  return floats_of(hn::Or(sign, result));
}
HWY_INLINE void write(Floats x, Half* to) {
  const Bits sign = hn::And(shift_right<16>(bits_of(x)), bits(0x8000));
  const Bits magnitude = bits_of(hn::Abs(x));
  // Adding 0.5 leaves the subnormal half in the low bits, rounded.
  const Bits subnormal =
      hn::Sub(bits_of(hn::Add(hn::Abs(x), hn::Set(Tag(), 0.5F))), bits_of(hn::Set(Tag(), 0.5F)));
  const Bits is_odd = hn::And(shift_right<13>(magnitude), bits(1));
  const Bits rounded = hn::Add(hn::Add(magnitude, is_odd), bits(0xFFF - (112 << 23)));
  Bits result =
      hn::IfThenElse(hn::Lt(magnitude, bits(113 << 23)), subnormal, shift_right<13>(rounded));
  result = hn::IfThenElse(hn::Lt(magnitude, bits(0x477FF000)), result, bits(0x7C00));
  result = hn::IfThenElse(hn::Gt(magnitude, bits(kInfinity)), bits(0x7E00), result);
  store_16(hn::Or(sign, result), to);
}
#endif

HWY_INLINE Floats read(const BFloat16* from) { return floats_of(hn::ShiftLeft<16>(load_16(from))); }
HWY_INLINE void write(Floats x, BFloat16* to) {
  const Bits upper = shift_right<16>(bits_of(x));
  const Bits rounded =
      shift_right<16>(hn::Add(bits_of(x), hn::Add(hn::And(upper, bits(1)), bits(0x7FFF))));
  const auto is_nan = hn::Gt(bits_of(hn::Abs(x)), bits(kInfinity));
  store_16(hn::IfThenElse(is_nan, hn::Or(upper, bits(0x40)), rounded), to);
}

template <class Integer>
HWY_INLINE Floats read(const Integer* from) {
  const auto x = hn::LoadU(NarrowTag<Integer>(), from);
  if constexpr (sizeof(Integer) == sizeof(float)) {
    return hn::ConvertTo(Tag(), x);
  } else {
    return hn::ConvertTo(Tag(), hn::PromoteTo(BitsTag(), x));
  }
}
template <class Integer>
HWY_INLINE void write(Floats x, Integer* to) {
  using Limits = std::numeric_limits<Integer>;
  const NarrowTag<Integer> d;
  const Floats number = hn::IfThenElseZero(hn::Eq(x, x), x);
  if constexpr (sizeof(Integer) == sizeof(float)) {
    constexpr float kTooLarge = 0x1.0p31F;
    const Bits inside = hn::ConvertTo(BitsTag(), hn::Max(number, hn::Set(Tag(), -kTooLarge)));
    const auto is_too_large = hn::Ge(number, hn::Set(Tag(), kTooLarge));
    hn::StoreU(hn::IfThenElse(hn::RebindMask(BitsTag(), is_too_large), bits(Limits::max()), inside),
               d, to);
  } else {
    const Floats inside =
        hn::Min(hn::Max(number, hn::Set(Tag(), Limits::min())), hn::Set(Tag(), Limits::max()));
    hn::StoreU(hn::DemoteTo(d, hn::ConvertTo(BitsTag(), inside)), d, to);
  }
}

HWY_INLINE void write(Floats x, float* to) { hn::StoreU(x, Tag(), to); }
HWY_INLINE Floats read(const float* from) { return hn::LoadU(Tag(), from); }

template <class From, class To>
void run(const void* from_memory, void* to_memory, int64_t count) {
  const auto* x = static_cast<const From*>(from_memory);
  auto* y = static_cast<To*>(to_memory);
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) write(read(x + i), y + i);
  if (i >= count) return;
  From from[kLanes] = {};
  To to[kLanes];
  const auto left = static_cast<size_t>(count - i);
  std::memcpy(from, x + i, left * sizeof(From));
  write(read(from), to);
  std::memcpy(y + i, to, left * sizeof(To));
}

template <class T>
Conversion between_floats_and(bool is_from) {
  return is_from ? run<T, float> : run<float, T>;
}

Conversion find(ir::DataType from, ir::DataType to) {
  using Type = ir::DataType;
  const bool is_from = to == Type::kFloat32;
  if (!is_from && from != Type::kFloat32) return nullptr;
  switch (is_from ? from : to) {
    case Type::kFloat16: return between_floats_and<Half>(is_from);
    case Type::kBFloat16: return between_floats_and<BFloat16>(is_from);
    case Type::kInt8: return between_floats_and<int8_t>(is_from);
    case Type::kUInt8: return between_floats_and<uint8_t>(is_from);
    case Type::kInt32: return between_floats_and<int32_t>(is_from);
    default: return nullptr;
  }
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(find);

Conversion find_conversion(ir::DataType from, ir::DataType to) {
  return HWY_DYNAMIC_DISPATCH(find)(from, to);
}

}  // namespace ingot::backend::cpu::kernels
#endif
