#include <cmath>
#include <cstring>
#include <vector>

#include "backend/cpu/kernels/activation.h"
#include "backend/cpu/kernels/unary.h"
#include "simd_levels.h"

namespace ingot::backend::cpu::kernels {
namespace {

using Floats = std::vector<float>;

/// Every 997th finite float, both signs.
const Floats& arguments() {
  static const Floats all = [] {
    Floats values;
    for (uint64_t bits = 0; bits <= 0xFFFFFFFFU; bits += 997) {
      const auto word = static_cast<uint32_t>(bits);
      float value = 0;
      std::memcpy(&value, &word, sizeof value);
      if (std::isfinite(value)) values.push_back(value);
    }
    return values;
  }();
  return all;
}

/// |got − exact| in units of the last place of the float next to `exact`. Results too small to be
/// normal numbers may be off by what a normal one may be.
double error_in_ulp(float got, double exact) {
  const auto nearest = static_cast<float>(exact);
  if (std::isnan(exact)) return std::isnan(got) ? 0 : HUGE_VAL;
  if (!std::isfinite(nearest) || !std::isfinite(got)) return got == nearest ? 0 : HUGE_VAL;
  const float magnitude = std::max(std::fabs(nearest), std::numeric_limits<float>::min());
  const double ulp = double{std::nextafter(magnitude, HUGE_VALF)} - double{magnitude};
  return std::fabs(double{got} - exact) / ulp;
}

template <class Run>
void expect_close(const Run& run, double (*exact)(double)) {
  const Floats& x = arguments();
  Floats y(x.size());
  run(x.data(), y.data(), static_cast<int64_t>(x.size()));
  double worst = 0;
  size_t where = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double error = error_in_ulp(y[i], exact(x[i]));
    if (error > worst) {
      worst = error;
      where = i;
    }
  }
  EXPECT_LE(worst, 2) << "ulp at " << x[where] << ": got " << y[where] << ", expected "
                      << exact(x[where]);
  testing::Test::RecordProperty("worst_ulp", std::to_string(worst));
}

class VectorFunctionsOn : public SimdLevels {};

TEST_P(VectorFunctionsOn, ExpIsWithinTwoUlp) {
  expect_close([](auto... to) { apply_unary(ops::UnaryOperation::kExp, to...); },
               [](double x) { return std::exp(x); });
}

TEST_P(VectorFunctionsOn, LogIsWithinTwoUlp) {
  expect_close([](auto... to) { apply_unary(ops::UnaryOperation::kLog, to...); },
               [](double x) { return std::log(x); });
}

TEST_P(VectorFunctionsOn, TanhIsWithinTwoUlp) {
  expect_close([](auto... to) { activate({.kind = ops::ActivationKind::kTanh}, to...); },
               [](double x) { return std::tanh(x); });
}

INGOT_ON_ALL_LEVELS(VectorFunctionsOn);

}  // namespace
}  // namespace ingot::backend::cpu::kernels
