#include "backend/cpu/kernels/axis.h"
#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/lrn.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/axis-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

using V = FloatVector;

/// base^β. The β of AlexNet and GoogLeNet needs no logarithm.
HWY_INLINE V power_of(V base, double beta) {
  if (beta == 0.75) {
    const V root = hn::Sqrt(base);
    return hn::Mul(root, hn::Sqrt(root));
  }
  return exp_of(hn::Mul(constant(beta), log_of(base)));
}

/// One channel of up to a vector of lines; `x` points at the lines' first channel.
HWY_INLINE V normalise(const ops::Lrn& op, const AxisShape& shape, int64_t channel, const float* x,
                       int64_t left) {
  const int64_t first = std::max<int64_t>(0, channel - op.window / 2);
  const int64_t last = std::min(shape.extent - 1, channel + op.window / 2);
  V squares = constant(0);
  for (int64_t i = first; i <= last; ++i) {
    const V neighbour = load_operand(x + i * shape.inner, 1, 0, left);
    squares = hn::MulAdd(neighbour, neighbour, squares);
  }
  const V scale = constant(op.alpha / static_cast<double>(op.window));
  const V base = hn::MulAdd(scale, squares, constant(op.k));
  return hn::Div(load_operand(x + channel * shape.inner, 1, 0, left), power_of(base, op.beta));
}

void run_lrn(const ops::Lrn& op, const AxisShape& shape, const Lines& lines, const float* x,
             float* y) {
  const int64_t first = lines.outer * shape.extent * shape.inner;
  for (int64_t channel = 0; channel < shape.extent; ++channel) {
    for (int64_t i = lines.begin; i < lines.end; i += kFloatLanes) {
      const int64_t left = lines.end - i;
      store_result(normalise(op, shape, channel, x + first + i, left),
                   y + first + channel * shape.inner + i, left);
    }
  }
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(run_lrn);

void lrn(const ops::Lrn& op, const AxisShape& shape, const Lines& lines, const float* x, float* y) {
  HWY_DYNAMIC_DISPATCH(run_lrn)(op, shape, lines, x, y);
}

}  // namespace ingot::backend::cpu::kernels
#endif
