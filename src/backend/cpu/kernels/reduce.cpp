#include "backend/cpu/kernels/axis.h"
#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/reduce.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/axis-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

using V = FloatVector;

template <class Combine>
HWY_INLINE void fold_axis(const AxisShape& shape, const Lines& lines, const float* x, float* y,
                          float start, float divisor, const Combine& combine) {
  x += lines.outer * shape.extent * shape.inner;
  y += lines.outer * shape.inner;
  if (shape.inner == 1) {
    *y = fold_row(x, shape.extent, start, combine) / divisor;
    return;
  }
  for (int64_t i = lines.begin; i < lines.end; i += kFloatLanes) {
    const int64_t left = lines.end - i;
    const V fold = fold_lines(x + i, shape, left, hn::Set(FloatTag(), start), combine);
    store_result(hn::Div(fold, hn::Set(FloatTag(), divisor)), y + i, left);
  }
}

void run_reduce(ops::ReduceOperation operation, const AxisShape& shape, const Lines& lines,
                const float* x, float* y) {
  using Operation = ops::ReduceOperation;
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const auto fold = [&](float start, float divisor, const auto& combine)
                        HWY_ATTR { fold_axis(shape, lines, x, y, start, divisor, combine); };
  switch (operation) {
    case Operation::kSum: return fold(0, 1, [](V a, V b) HWY_ATTR { return hn::Add(a, b); });
    case Operation::kAverage:
      return fold(0, static_cast<float>(shape.extent),
                  [](V a, V b) HWY_ATTR { return hn::Add(a, b); });
    case Operation::kProduct: return fold(1, 1, [](V a, V b) HWY_ATTR { return hn::Mul(a, b); });
    case Operation::kMax:
      return fold(-kInfinity, 1, [](V a, V b) HWY_ATTR { return larger(a, b); });
    case Operation::kMin:
      return fold(kInfinity, 1, [](V a, V b) HWY_ATTR { return smaller(a, b); });
  }
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(run_reduce);

void reduce(ops::ReduceOperation operation, const AxisShape& shape, const Lines& lines,
            const float* x, float* y) {
  HWY_DYNAMIC_DISPATCH(run_reduce)(operation, shape, lines, x, y);
}

}  // namespace ingot::backend::cpu::kernels
#endif
