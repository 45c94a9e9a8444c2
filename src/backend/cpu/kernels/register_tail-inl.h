// Included once a target, so no #pragma once.

#include "backend/cpu/kernels/register_tail.h"
#include "hwy/highway.h"

#if defined(INGOT_KERNELS_REGISTER_TAIL_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef INGOT_KERNELS_REGISTER_TAIL_INL_H
#undef INGOT_KERNELS_REGISTER_TAIL_INL_H
#else
#define INGOT_KERNELS_REGISTER_TAIL_INL_H
#endif

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

/// The tail's rectifier, with the bits that the activation by itself gives.
template <class D>
HWY_INLINE hwy::HWY_NAMESPACE::Vec<D> rectify(D d, const RegisterTail& tail,
                                              hwy::HWY_NAMESPACE::Vec<D> x) {
  namespace hn = hwy::HWY_NAMESPACE;
  switch (tail.rectifier) {
    case Rectifier::kNone: return x;
    case Rectifier::kRelu: return hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Zero(d), x);
    case Rectifier::kLeakyRelu:
      return hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Mul(hn::Set(d, tail.alpha), x), x);
    case Rectifier::kClip: break;
  }
  const auto low = hn::Set(d, tail.alpha);
  const auto high = hn::Set(d, tail.beta);
  x = hn::IfThenElse(hn::Lt(x, low), low, x);
  return hn::IfThenElse(hn::Lt(high, x), high, x);
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
