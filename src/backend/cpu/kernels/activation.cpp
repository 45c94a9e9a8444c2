#include "backend/cpu/kernels/activation.h"

#include <cmath>
#include <numbers>

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/activation.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

using V = FloatVector;

HWY_INLINE V elu(V x, V alpha) {
  return hn::IfThenElse(hn::Lt(x, constant(0)), hn::Mul(alpha, expm1_of_negative(x)), x);
}

/// α·ln(e^z + 1), without overflow.
HWY_INLINE V softplus(V z, V alpha) {
  const V rest = hn::Log1p(FloatTag(), exp_of(hn::Neg(hn::Abs(z))));
  return keep_nan(z, hn::Mul(alpha, hn::Add(hn::Max(z, constant(0)), rest)));
}

/// x/2·(1 + tanh(u)) = x·sigmoid(2u), which loses no digits where tanh is near −1.
HWY_INLINE V gelu_tanh(V x) {
  const V cube = hn::Mul(hn::Mul(x, x), hn::Mul(x, constant(0.044715)));
  const V slope = constant(2 * std::sqrt(2 / std::numbers::pi));
  return hn::Mul(x, sigmoid_of(hn::Mul(slope, hn::Add(x, cube))));
}

HWY_INLINE V erf_of(V x) {
  HWY_ALIGN float lanes[kFloatLanes];
  hn::Store(x, FloatTag(), lanes);
  for (float& lane : lanes) lane = std::erf(lane);
  return hn::Load(FloatTag(), lanes);
}

HWY_INLINE V gelu_erf(V x) {
  const V erf = erf_of(hn::Mul(x, constant(1 / std::numbers::sqrt2)));
  return hn::Mul(hn::Mul(x, constant(0.5)), hn::Add(constant(1), erf));
}

template <ops::ActivationKind kKind>
HWY_INLINE V apply(V x, V alpha, V beta) {
  using Kind = ops::ActivationKind;
  const V zero = constant(0);
  switch (kKind) {
    case Kind::kRelu: return larger(x, zero);
    case Kind::kSigmoid: return sigmoid_of(x);
    case Kind::kTanh: return tanh_of(x);
    case Kind::kLeakyRelu: return hn::IfThenElse(hn::Lt(x, zero), hn::Mul(alpha, x), x);
    case Kind::kElu: return elu(x, alpha);
    case Kind::kSelu: return hn::Mul(beta, elu(x, alpha));
    case Kind::kSoftsign: return hn::Div(x, hn::Add(constant(1), hn::Abs(x)));
    case Kind::kSoftplus: return softplus(hn::Mul(beta, x), alpha);
    case Kind::kClip: return smaller(larger(x, alpha), beta);
    case Kind::kHardSigmoid: return smaller(larger(hn::MulAdd(alpha, x, beta), zero), constant(1));
    case Kind::kScaledTanh: return hn::Mul(alpha, tanh_of(hn::Mul(beta, x)));
    case Kind::kThresholdedRelu: return hn::IfThenElse(hn::Gt(x, alpha), x, zero);
    case Kind::kGeluErf: return gelu_erf(x);
    case Kind::kGeluTanh: return gelu_tanh(x);
  }
  return x;
}

using Run = void (*)(const ops::Activation& op, const float* x, float* y, int64_t count);

template <ops::ActivationKind kKind>
void run(const ops::Activation& op, const float* x, float* y, int64_t count) {
  const V alpha = constant(op.alpha);
  const V beta = constant(op.beta);
  map_vectors(x, y, count, [&](V v) HWY_ATTR { return apply<kKind>(v, alpha, beta); });
}

constexpr size_t kKinds = ir::EnumNames<ops::ActivationKind>::names.size();

template <size_t... kIndices>
constexpr std::array<Run, kKinds> make_runs(std::index_sequence<kIndices...>) {
  return {run<static_cast<ops::ActivationKind>(kIndices)>...};
}

void run_activation(const ops::Activation& op, const float* x, float* y, int64_t count) {
  constexpr auto kRuns = make_runs(std::make_index_sequence<kKinds>());
  kRuns[static_cast<size_t>(op.kind)](op, x, y, count);
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(run_activation);

void activate(const ops::Activation& op, const float* x, float* y, int64_t count) {
  HWY_DYNAMIC_DISPATCH(run_activation)(op, x, y, count);
}

}  // namespace ingot::backend::cpu::kernels
#endif
