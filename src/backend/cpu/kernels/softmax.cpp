#include "backend/cpu/kernels/axis.h"
#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/softmax.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/axis-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

using V = FloatVector;

constexpr float kLowest = -std::numeric_limits<float>::infinity();

void softmax_row(const float* x, float* y, int64_t count) {
  const float top = fold_row(x, count, kLowest, [](V a, V b) HWY_ATTR { return larger(a, b); });
  const V largest = hn::Set(FloatTag(), top);
  map_vectors(x, y, count, [&](V v) HWY_ATTR { return exp_of(hn::Sub(v, largest)); });
  const float total = fold_row(y, count, 0, [](V a, V b) HWY_ATTR { return hn::Add(a, b); });
  const V sum = hn::Set(FloatTag(), total);
  map_vectors(y, y, count, [&](V v) HWY_ATTR { return hn::Div(v, sum); });
}

/// Up to a vector of lines that lie side by side.
void softmax_lines(const AxisShape& shape, const float* x, float* y, int64_t left) {
  const V largest = fold_lines(x, shape, left, hn::Set(FloatTag(), kLowest),
                               [](V a, V b) HWY_ATTR { return larger(a, b); });
  V sum = constant(0);
  for (int64_t i = 0; i < shape.extent * shape.inner; i += shape.inner) {
    const V power = exp_of(hn::Sub(load_operand(x + i, 1, 0, left), largest));
    sum = hn::Add(sum, power);
    store_result(power, y + i, left);
  }
  for (int64_t i = 0; i < shape.extent * shape.inner; i += shape.inner) {
    store_result(hn::Div(load_operand(y + i, 1, 0, left), sum), y + i, left);
  }
}

void run_softmax(const AxisShape& shape, const Lines& lines, const float* x, float* y) {
  const int64_t first = lines.outer * shape.extent * shape.inner;
  if (shape.inner == 1) return softmax_row(x + first, y + first, shape.extent);
  for (int64_t i = lines.begin; i < lines.end; i += kFloatLanes) {
    softmax_lines(shape, x + first + i, y + first + i, lines.end - i);
  }
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(run_softmax);

void softmax(const AxisShape& shape, const Lines& lines, const float* x, float* y) {
  HWY_DYNAMIC_DISPATCH(run_softmax)(shape, lines, x, y);
}

}  // namespace ingot::backend::cpu::kernels
#endif
