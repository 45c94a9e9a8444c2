#include "backend/cpu/kernels/reformat.h"

#include <algorithm>

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/reformat.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

constexpr int64_t kFour = 4;

#if HWY_TARGET == HWY_SCALAR
void transpose(const float* from, int64_t from_stride, float* to, int64_t to_stride) {
  for (int64_t i = 0; i < kFour; ++i) {
    for (int64_t j = 0; j < kFour; ++j) to[j * to_stride + i] = from[i * from_stride + j];
  }
}
#else
using Four = hn::CappedTag<float, 4>;

/// Four vectors of four, rows for columns.
HWY_INLINE void transpose(const float* from, int64_t from_stride, float* to, int64_t to_stride) {
  const hn::RepartitionToWide<Four> pairs;
  const auto a = hn::LoadU(Four(), from);
  const auto b = hn::LoadU(Four(), from + from_stride);
  const auto c = hn::LoadU(Four(), from + 2 * from_stride);
  const auto d = hn::LoadU(Four(), from + 3 * from_stride);
  const auto ab_low = hn::BitCast(pairs, hn::InterleaveLower(Four(), a, b));
  const auto ab_high = hn::BitCast(pairs, hn::InterleaveUpper(Four(), a, b));
  const auto cd_low = hn::BitCast(pairs, hn::InterleaveLower(Four(), c, d));
  const auto cd_high = hn::BitCast(pairs, hn::InterleaveUpper(Four(), c, d));
  hn::StoreU(hn::BitCast(Four(), hn::InterleaveLower(pairs, ab_low, cd_low)), Four(), to);
  hn::StoreU(hn::BitCast(Four(), hn::InterleaveUpper(pairs, ab_low, cd_low)), Four(),
             to + to_stride);
  hn::StoreU(hn::BitCast(Four(), hn::InterleaveLower(pairs, ab_high, cd_high)), Four(),
             to + 2 * to_stride);
  hn::StoreU(hn::BitCast(Four(), hn::InterleaveUpper(pairs, ab_high, cd_high)), Four(),
             to + 3 * to_stride);
}
#endif

void run_to_blocked(const float* planes, int64_t plane, int64_t channels, int64_t pixels,
                    int64_t block, float* blocked) {
  for (int64_t channel = 0; channel < block; channel += kFour) {
    const float* from = planes + channel * plane;
    float* to = blocked + channel;
    int64_t pixel = 0;
    if (channel + kFour <= channels) {
      for (; pixel + kFour <= pixels; pixel += kFour) {
        transpose(from + pixel, plane, to + pixel * block, block);
      }
    }
    for (; pixel < pixels; ++pixel) {
      for (int64_t i = 0; i < kFour; ++i) {
        to[pixel * block + i] = channel + i < channels ? from[i * plane + pixel] : 0;
      }
    }
  }
}

void run_from_blocked(const float* blocked, int64_t block, int64_t channels, int64_t pixels,
                      int64_t plane, float* planes) {
  for (int64_t channel = 0; channel < channels; channel += kFour) {
    const float* from = blocked + channel;
    float* to = planes + channel * plane;
    int64_t pixel = 0;
    if (channel + kFour <= channels) {
      for (; pixel + kFour <= pixels; pixel += kFour) {
        transpose(from + pixel * block, block, to + pixel, plane);
      }
    }
    for (; pixel < pixels; ++pixel) {
      for (int64_t i = 0; i < std::min(kFour, channels - channel); ++i) {
        to[i * plane + pixel] = from[pixel * block + i];
      }
    }
  }
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(run_to_blocked);
HWY_EXPORT(run_from_blocked);

void to_blocked(const float* planes, int64_t plane, int64_t channels, int64_t pixels, int64_t block,
                float* blocked) {
  HWY_DYNAMIC_DISPATCH(run_to_blocked)(planes, plane, channels, pixels, block, blocked);
}

void from_blocked(const float* blocked, int64_t block, int64_t channels, int64_t pixels,
                  int64_t plane, float* planes) {
  HWY_DYNAMIC_DISPATCH(run_from_blocked)(blocked, block, channels, pixels, plane, planes);
}

}  // namespace ingot::backend::cpu::kernels
#endif
