#include "backend/cpu/kernels/unary.h"

#include <cmath>

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/unary.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

using V = FloatVector;

/// Zero and NaN are their own signs.
HWY_INLINE V sign_of(V x) {
  const V one = hn::CopySign(constant(1), x);
  return keep_nan(x, hn::IfThenElse(hn::Eq(x, constant(0)), x, one));
}

/// Whether there is a vector form of the operation; then it has run.
bool run_unary(ops::UnaryOperation operation, const float* x, float* y, int64_t count) {
  using Operation = ops::UnaryOperation;
  const auto map = [&](const auto& function) HWY_ATTR {
    map_vectors(x, y, count, function);
    return true;
  };
  switch (operation) {
    case Operation::kExp: return map([](V v) HWY_ATTR { return exp_of(v); });
    case Operation::kLog: return map([](V v) HWY_ATTR { return log_of(v); });
    case Operation::kSqrt: return map([](V v) HWY_ATTR { return hn::Sqrt(v); });
    case Operation::kReciprocal: return map([](V v) HWY_ATTR { return hn::Div(constant(1), v); });
    case Operation::kAbs: return map([](V v) HWY_ATTR { return hn::Abs(v); });
    case Operation::kNegate: return map([](V v) HWY_ATTR { return hn::Neg(v); });
    case Operation::kCeil: return map([](V v) HWY_ATTR { return hn::Ceil(v); });
    case Operation::kFloor: return map([](V v) HWY_ATTR { return hn::Floor(v); });
    case Operation::kRound: return map([](V v) HWY_ATTR { return hn::Round(v); });
    case Operation::kSign: return map([](V v) HWY_ATTR { return sign_of(v); });
    default: return false;
  }
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {
namespace {

/// The operations without a vector form; null for those that give no float.
float (*scalar_function(ops::UnaryOperation operation))(float) {
  using Operation = ops::UnaryOperation;
  switch (operation) {
    case Operation::kSin: return [](float x) { return std::sin(x); };
    case Operation::kCos: return [](float x) { return std::cos(x); };
    case Operation::kTan: return [](float x) { return std::tan(x); };
    case Operation::kSinh: return [](float x) { return std::sinh(x); };
    case Operation::kCosh: return [](float x) { return std::cosh(x); };
    case Operation::kAsin: return [](float x) { return std::asin(x); };
    case Operation::kAcos: return [](float x) { return std::acos(x); };
    case Operation::kAtan: return [](float x) { return std::atan(x); };
    case Operation::kAsinh: return [](float x) { return std::asinh(x); };
    case Operation::kAcosh: return [](float x) { return std::acosh(x); };
    case Operation::kAtanh: return [](float x) { return std::atanh(x); };
    case Operation::kErf: return [](float x) { return std::erf(x); };
    default: return nullptr;
  }
}

}  // namespace

HWY_EXPORT(run_unary);

bool has_unary(ops::UnaryOperation operation) {
  return scalar_function(operation) != nullptr ||
         HWY_DYNAMIC_DISPATCH(run_unary)(operation, nullptr, nullptr, 0);
}

void apply_unary(ops::UnaryOperation operation, const float* x, float* y, int64_t count) {
  if (HWY_DYNAMIC_DISPATCH(run_unary)(operation, x, y, count)) return;
  const auto function = scalar_function(operation);
  for (int64_t i = 0; i < count; ++i) y[i] = function(x[i]);
}

}  // namespace ingot::backend::cpu::kernels
#endif
