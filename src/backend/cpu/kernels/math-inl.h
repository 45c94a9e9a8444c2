// Vector functions that hold for every argument; Highway's own are exact in a part of the numbers.
// Included once a target, so no #pragma once.

#include <cstdint>
#include <limits>

#include "hwy/highway.h"
//
#include "backend/cpu/kernels/vectors-inl.h"
#include "hwy/contrib/math/math-inl.h"

#if defined(INGOT_KERNELS_MATH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef INGOT_KERNELS_MATH_INL_H
#undef INGOT_KERNELS_MATH_INL_H
#else
#define INGOT_KERNELS_MATH_INL_H
#endif

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

/// The widest vector, for kernels that run along an axis.
using FloatTag = hn::CappedTag<float, 16>;
using FloatVector = hn::Vec<FloatTag>;
constexpr int64_t kFloatLanes = hn::MaxLanes(FloatTag());

HWY_INLINE FloatVector constant(double value) {
  return hn::Set(FloatTag(), static_cast<float>(value));
}

HWY_INLINE FloatVector keep_nan(FloatVector x, FloatVector result) {
  return hn::IfThenElse(hn::IsNaN(x), x, result);
}

HWY_INLINE FloatVector exp_of(FloatVector x) {
  const FloatVector largest = constant(88.722839);  // ln(FLT_MAX)
  const FloatVector finite = hn::Exp(FloatTag(), hn::Min(x, largest));
  const FloatVector infinity = constant(std::numeric_limits<float>::infinity());
  return keep_nan(x, hn::IfThenElse(hn::Gt(x, largest), infinity, finite));
}

/// eˣ − 1 for x ≤ 0; 0 for larger ones.
HWY_INLINE FloatVector expm1_of_negative(FloatVector x) {
  return keep_nan(x, hn::Expm1(FloatTag(), hn::Min(x, constant(0))));
}

HWY_INLINE FloatVector log_of(FloatVector x) {
  const FloatVector zero = constant(0);
  const FloatVector infinity = constant(std::numeric_limits<float>::infinity());
  const FloatVector nan = constant(std::numeric_limits<float>::quiet_NaN());
  FloatVector result = hn::Log(FloatTag(), x);
  result = hn::IfThenElse(hn::Eq(x, infinity), infinity, result);
  result = hn::IfThenElse(hn::Eq(x, zero), hn::Neg(infinity), result);
  return keep_nan(x, hn::IfThenElse(hn::Lt(x, zero), nan, result));
}

/// |x| small: x + x³·P(x²), P of least relative error on |x| ≤ 0.625. Else 1 − 2/(e^2|x| + 1),
/// which loses nothing there.
HWY_INLINE FloatVector tanh_of(FloatVector x) {
  const FloatVector z = hn::Mul(x, x);
  FloatVector p = constant(2.2958412e-3);
  for (const double c : {-8.346980e-3, 2.1769961e-2, -5.3959407e-2, 1.3333304e-1, -3.3333334e-1}) {
    p = hn::MulAdd(p, z, constant(c));
  }
  const FloatVector near = hn::MulAdd(hn::Mul(x, z), p, x);
  const FloatVector magnitude = hn::Abs(x);
  const FloatVector power = exp_of(hn::Add(magnitude, magnitude));
  const FloatVector one = constant(1);
  const FloatVector rest = hn::Div(constant(2), hn::Add(power, one));
  const FloatVector far = hn::CopySign(hn::Sub(one, rest), x);
  return keep_nan(x, hn::IfThenElse(hn::Lt(magnitude, constant(0.625)), near, far));
}

HWY_INLINE FloatVector sigmoid_of(FloatVector x) {
  const FloatVector one = constant(1);
  return hn::Div(one, hn::Add(one, exp_of(hn::Neg(x))));
}

/// The vector of elements i… of an operand that has `left` of them left; one element for all where
/// `stride` is 0.
HWY_INLINE FloatVector load_operand(const float* from, int64_t stride, int64_t i, int64_t left) {
  if (stride == 0) return hn::Set(FloatTag(), *from);
  return left >= kFloatLanes ? hn::LoadU(FloatTag(), from + i)
                             : load_part(FloatTag(), from + i, static_cast<size_t>(left));
}

HWY_INLINE void store_result(FloatVector result, float* to, int64_t left) {
  if (left >= kFloatLanes) {
    hn::StoreU(result, FloatTag(), to);
  } else {
    store_part(result, FloatTag(), to, static_cast<size_t>(left));
  }
}

/// y[i] = function(x[i]); the function is a lambda marked HWY_ATTR.
template <class Function>
HWY_INLINE void map_vectors(const float* x, float* y, int64_t count, const Function& function) {
  for (int64_t i = 0; i < count; i += kFloatLanes) {
    store_result(function(load_operand(x, 1, i, count - i)), y + i, count - i);
  }
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
