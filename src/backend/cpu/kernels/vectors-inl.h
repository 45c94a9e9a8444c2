// What the kernels share beyond Highway's own words. Included once a target, so no #pragma once.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "hwy/highway.h"

/// For lambdas over vectors: without it arrays of vectors may live in memory.
#ifndef INGOT_INLINE_LAMBDA
#define INGOT_INLINE_LAMBDA HWY_ATTR __attribute__((always_inline))
#endif

#if defined(INGOT_KERNELS_VECTORS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef INGOT_KERNELS_VECTORS_INL_H
#undef INGOT_KERNELS_VECTORS_INL_H
#else
#define INGOT_KERNELS_VECTORS_INL_H
#endif

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Keeps the compiler from loading a vector again for each of its uses.
template <class V>
HWY_INLINE void keep_in_register(V& vector) {
#if HWY_TARGET == HWY_AVX3
  asm("" : "+v"(vector.raw));
#elif HWY_TARGET == HWY_AVX2
  asm("" : "+x"(vector.raw));
#else
  (void)vector;
#endif
}

/// 0, made here: with 16 registers, one that the compiler makes before a loop and keeps for what
/// follows has a sum of the loop live in memory.
template <class D>
HWY_INLINE hn::Vec<D> fresh_zero(D d) {
#if HWY_TARGET == HWY_AVX2
  (void)d;
  hn::Vec<D> zero;
  asm volatile("vxorps %0, %0, %0" : "=x"(zero.raw));
  return zero;
#else
  return hn::Zero(d);
#endif
}

/// sum += a·b, rounded once. With 16 registers in the form that leaves the sum where it is: a
/// compiler that has the choice moves some of the sums that fill them through memory.
template <class V>
HWY_INLINE void add_product(V& sum, V a, V b) {
#if HWY_TARGET == HWY_AVX2
  asm("vfmadd231ps %2, %1, %0" : "+x"(sum.raw) : "x"(a.raw), "x"(b.raw));
#else
  sum = hn::MulAdd(a, b, sum);
#endif
}

/// Channels of a block, but for tensors that another machine's plan lays out.
constexpr int kBlock = HWY_TARGET == HWY_AVX3 ? 16 : 8;
/// A vector of a block, which holds whole ones.
using BlockTag = hn::CappedTag<float, kBlock>;
using BlockVector = hn::Vec<BlockTag>;
constexpr int kBlockLanes = hn::MaxLanes(BlockTag());

/// The first `count` lanes, at most all, from memory that may end after them; the others are 0.
template <class D>
HWY_INLINE hn::Vec<D> load_part(D d, const float* from, size_t count) {
#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
  return hn::MaskedLoad(hn::FirstN(d, count), d, from);
#else
  HWY_ALIGN float lanes[hn::MaxLanes(D())] = {};
  std::memcpy(lanes, from, count * sizeof(float));
  return hn::Load(d, lanes);
#endif
}

/// Stores the first `count` lanes and touches nothing behind them.
template <class D>
HWY_INLINE void store_part(hn::Vec<D> vector, D d, float* to, size_t count) {
#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
  hn::BlendedStore(vector, hn::FirstN(d, count), d, to);
#else
  HWY_ALIGN float lanes[hn::MaxLanes(D())];
  hn::Store(vector, d, lanes);
  std::memcpy(to, lanes, count * sizeof(float));
#endif
}

/// Lane i from from[i · step]; kStep is the step where it is 1 or 2, else 0. Reads up to from[step
/// · lanes − 1].
template <int kStep, class D>
HWY_INLINE hn::Vec<D> load_spread(D d, const float* from, int64_t step) {
  if constexpr (kStep == 1) {
    return hn::LoadU(d, from);
  } else if constexpr (kStep == 2) {
    hn::Vec<D> even;
    hn::Vec<D> odd;
    hn::LoadInterleaved2(d, from, even, odd);
    return even;
  } else {
    HWY_ALIGN float lanes[hn::MaxLanes(D())];
    for (size_t i = 0; i < hn::MaxLanes(D()); ++i) lanes[i] = from[static_cast<int64_t>(i) * step];
    return hn::Load(d, lanes);
  }
}

/// a < b ? b : a, lane by lane: std::max, also where one is NaN.
template <class V>
HWY_INLINE V larger(V a, V b) {
#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR
  return hn::Max(b, a);  // of equals and of NaNs the machine gives the second
#else
  return hn::IfThenElse(hn::Lt(a, b), b, a);
#endif
}
/// b < a ? b : a, lane by lane: std::min, also where one is NaN.
template <class V>
HWY_INLINE V smaller(V a, V b) {
#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR
  return hn::Min(b, a);
#else
  return hn::IfThenElse(hn::Lt(b, a), b, a);
#endif
}

template <class Body, int... kIndices>
HWY_INLINE void unroll(const Body& body, std::integer_sequence<int, kIndices...>) {
  (body(std::integral_constant<int, kIndices>()), ...);
}

/// body(0), body(1) … with constant arguments, so that arrays of vectors stay in registers. The
/// body is a lambda marked INGOT_INLINE_LAMBDA.
template <int kCount, class Body>
HWY_INLINE void unrolled(const Body& body) {
  unroll(body, std::make_integer_sequence<int, kCount>());
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
