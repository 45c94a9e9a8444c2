// Folds along the middle axis of [outer, extent, inner]: by lanes where neighbours are independent
// (inner > 1), else across the lanes of vectors that run along the axis. Included once a target.

#include <algorithm>

#include "backend/cpu/kernels/axis.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/math-inl.h"

#if defined(INGOT_KERNELS_AXIS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef INGOT_KERNELS_AXIS_INL_H
#undef INGOT_KERNELS_AXIS_INL_H
#else
#define INGOT_KERNELS_AXIS_INL_H
#endif

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

/// combine(…combine(start, x₀)…, xₙ₋₁) for up to a vector of lines that lie side by side.
template <class Combine>
HWY_INLINE FloatVector fold_lines(const float* x, const AxisShape& shape, int64_t left,
                                  FloatVector start, const Combine& combine) {
  FloatVector result = start;
  for (int64_t i = 0; i < shape.extent; ++i) {
    result = combine(result, load_operand(x + i * shape.inner, 1, 0, left));
  }
  return result;
}

/// The fold of `count` neighbours, first by lanes, then over the lanes. `start` must be neutral.
template <class Combine>
HWY_INLINE float fold_row(const float* x, int64_t count, float start, const Combine& combine) {
  FloatVector folds = hn::Set(FloatTag(), start);
  const int64_t whole = count / kFloatLanes * kFloatLanes;
  for (int64_t i = 0; i < whole; i += kFloatLanes) {
    folds = combine(folds, hn::LoadU(FloatTag(), x + i));
  }
  if (whole < count) {
    const auto rest = static_cast<size_t>(count - whole);
    const FloatVector part = load_part(FloatTag(), x + whole, rest);
    folds = combine(folds,
                    hn::IfThenElse(hn::FirstN(FloatTag(), rest), part, hn::Set(FloatTag(), start)));
  }
  HWY_ALIGN float lanes[kFloatLanes];
  hn::Store(folds, FloatTag(), lanes);
  FloatVector result = hn::Set(FloatTag(), start);
  for (const float lane : lanes) result = combine(result, hn::Set(FloatTag(), lane));
  return hn::GetLane(result);
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
