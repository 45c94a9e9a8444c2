#include "backend/cpu/kernels/yardstick.h"

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/yardstick.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

float run_yardstick() {
  constexpr int kChains = 12;  // as many as hide the latency of one
  constexpr int kSteps = 1200;
  const auto factor = hn::Set(BlockTag(), 0.75F);
  BlockVector chains[kChains];
  unrolled<kChains>([&](auto i) INGOT_INLINE_LAMBDA { chains[i] = factor; });
  for (int step = 0; step < kSteps; ++step) {
    unrolled<kChains>(
        [&](auto i) INGOT_INLINE_LAMBDA { chains[i] = hn::MulAdd(chains[i], factor, factor); });
  }
  BlockVector sum = hn::Zero(BlockTag());
  unrolled<kChains>([&](auto i) INGOT_INLINE_LAMBDA { sum = hn::Add(sum, chains[i]); });
  return hn::GetLane(sum);
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(run_yardstick);

float yardstick() { return HWY_DYNAMIC_DISPATCH(run_yardstick)(); }

}  // namespace ingot::backend::cpu::kernels
#endif
