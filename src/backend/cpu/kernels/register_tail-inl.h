// Included once a target, so no #pragma once.

#include <type_traits>

#include "backend/cpu/kernels/register_tail.h"
#include "backend/cpu/kernels/vectors-inl.h"
#include "hwy/highway.h"

#if defined(INGOT_KERNELS_REGISTER_TAIL_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef INGOT_KERNELS_REGISTER_TAIL_INL_H
#undef INGOT_KERNELS_REGISTER_TAIL_INL_H
#else
#define INGOT_KERNELS_REGISTER_TAIL_INL_H
#endif

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

/// A rectifier, with the bits that the activation by itself gives.
template <Rectifier kRectifier, class D, class V = hwy::HWY_NAMESPACE::Vec<D>>
HWY_INLINE V rectify(D d, const RegisterTail& tail, V zero, V x) {
  namespace hn = hwy::HWY_NAMESPACE;
  switch (kRectifier) {
    case Rectifier::kNone: return x;
    case Rectifier::kRelu: return larger(x, zero);
    case Rectifier::kLeakyRelu:
      return hn::IfThenElse(hn::Lt(x, zero), hn::Mul(hn::Set(d, tail.alpha), x), x);
    case Rectifier::kClip: break;
  }
  return smaller(larger(x, hn::Set(d, tail.alpha)), hn::Set(d, tail.beta));
}

/// body(function), where function(x) is the tail's rectifier, chosen once for all that body does.
template <class D, class Body>
HWY_INLINE void with_rectifier(D d, const RegisterTail& tail, const Body& body) {
  using V = hwy::HWY_NAMESPACE::Vec<D>;
  const auto run = [&](auto kind) INGOT_INLINE_LAMBDA {
    constexpr bool kCompares =
        kind.value == Rectifier::kRelu || kind.value == Rectifier::kLeakyRelu;
    const V zero = kCompares ? fresh_zero(d) : hwy::HWY_NAMESPACE::Zero(d);
    body([&](V x) INGOT_INLINE_LAMBDA { return rectify<kind.value>(d, tail, zero, x); });
  };
  switch (tail.rectifier) {
    case Rectifier::kNone: return run(std::integral_constant<Rectifier, Rectifier::kNone>());
    case Rectifier::kRelu: return run(std::integral_constant<Rectifier, Rectifier::kRelu>());
    case Rectifier::kLeakyRelu:
      return run(std::integral_constant<Rectifier, Rectifier::kLeakyRelu>());
    case Rectifier::kClip: return run(std::integral_constant<Rectifier, Rectifier::kClip>());
  }
}

/// The tail's rectifier.
template <class D>
HWY_INLINE hwy::HWY_NAMESPACE::Vec<D> rectify(D d, const RegisterTail& tail,
                                              hwy::HWY_NAMESPACE::Vec<D> x) {
  with_rectifier(d, tail, [&](const auto& rectified) INGOT_INLINE_LAMBDA { x = rectified(x); });
  return x;
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
