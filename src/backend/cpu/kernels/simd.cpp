#include "backend/cpu/kernels/simd.h"

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/simd.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

int64_t current_target() { return HWY_TARGET; }
int64_t current_lanes() {
  return hwy::HWY_NAMESPACE::MaxLanes(hwy::HWY_NAMESPACE::CappedTag<float, 16>());
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(current_target);
HWY_EXPORT(current_lanes);

std::string_view simd_level() { return hwy::TargetName(HWY_DYNAMIC_DISPATCH(current_target)()); }

int64_t simd_lanes() { return HWY_DYNAMIC_DISPATCH(current_lanes)(); }

std::vector<int64_t> simd_targets() {
  std::vector<int64_t> targets;
  for (int64_t rest = hwy::SupportedTargets() & HWY_TARGETS; rest != 0; rest &= rest - 1) {
    targets.push_back(rest & -rest);
  }
  return targets;
}

std::string_view simd_name(int64_t target) { return hwy::TargetName(target); }

void limit_simd(int64_t target) {
  hwy::SetSupportedTargetsForTest(target);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace ingot::backend::cpu::kernels
#endif
