#include "fma_kernel.h"

// Those that the engines' kernels are not compiled for.
#define HWY_DISABLED_TARGETS \
  (HWY_SSSE3 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fma_kernel.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::tools::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Enough chains to hide the latency of a multiply-add on every pipe; two registers stay for the
// factors.
constexpr size_t kChains = HWY_TARGET <= HWY_AVX3 || HWY_ARCH_ARM_A64 ? 24 : 12;

float multiply_add(int64_t steps) {
  const hn::ScalableTag<float> tag;
  const auto factor = hn::Set(tag, 0.999F + static_cast<float>(steps % 2) * 1e-6F);
  const auto term = hn::Set(tag, 1e-3F);
  decltype(hn::Zero(tag)) chains[kChains];
  for (size_t i = 0; i < kChains; ++i) chains[i] = hn::Set(tag, static_cast<float>(i));
  for (int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 24  // in registers, not in memory
    for (size_t i = 0; i < kChains; ++i) chains[i] = hn::MulAdd(chains[i], factor, term);
  }
  auto sum = hn::Zero(tag);
  for (const auto& chain : chains) sum = hn::Add(sum, chain);
  return hn::GetLane(hn::SumOfLanes(tag, sum));
}

double operations_per_step() {
  return 2.0 * static_cast<double>(kChains * hn::Lanes(hn::ScalableTag<float>()));
}

const char* target_name() { return hwy::TargetName(HWY_TARGET); }

}  // namespace ingot::tools::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::tools {
namespace {

HWY_EXPORT(multiply_add);
HWY_EXPORT(operations_per_step);
HWY_EXPORT(target_name);

}  // namespace

float multiply_add(int64_t steps) { return HWY_DYNAMIC_DISPATCH(multiply_add)(steps); }

double operations_per_step() { return HWY_DYNAMIC_DISPATCH(operations_per_step)(); }

const char* simd_target() { return HWY_DYNAMIC_DISPATCH(target_name)(); }

std::vector<std::string> simd_targets() {
  std::vector<std::string> names;
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    names.emplace_back(hwy::TargetName(target));
  }
  return names;
}

}  // namespace ingot::tools
#endif
