#include "backend/cpu/kernels/depthwise.h"

#include <algorithm>

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/depthwise.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

using Tag = hn::CappedTag<float, 16>;
constexpr int64_t kLanes = hn::MaxLanes(Tag());

template <int kStride>
HWY_INLINE hn::Vec<Tag> sum_window(const DepthwiseRows& work, const float* cells) {
  hn::Vec<Tag> sum = hn::Set(Tag(), work.bias);
  const float* weight = work.filter;
  for (int64_t r = 0; r < work.y.window; ++r) {
    const float* row = cells + r * work.y.dilation * work.band.pitch;
    for (int64_t s = 0; s < work.x.window; ++s) {
      const auto cell = load_spread<kStride>(Tag(), row + s * work.x.dilation, work.x.stride);
      sum = hn::MulAdd(hn::Set(Tag(), *weight++), cell, sum);
    }
  }
  return sum;
}

template <int kStride>
void run_rows(const DepthwiseRows& work) {
  for (int64_t i = 0; i < work.rows; ++i) {
    const float* cells = work.band.data + i * work.y.stride * work.band.pitch;
    float* output = work.output + i * work.x.output;
    for (int64_t j = 0; j < work.x.output; j += kLanes) {
      const auto sum = sum_window<kStride>(work, cells + j * work.x.stride);
      const int64_t left = work.x.output - j;
      if (left >= kLanes) {
        hn::StoreU(sum, Tag(), output + j);
      } else {
        store_part(sum, Tag(), output + j, static_cast<size_t>(left));
      }
    }
  }
}

void run_depthwise(const DepthwiseRows& work) {
  switch (work.x.stride) {
    case 1: return run_rows<1>(work);
    case 2: return run_rows<2>(work);
    default: return run_rows<0>(work);
  }
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(run_depthwise);

void depthwise_rows(const DepthwiseRows& work) { HWY_DYNAMIC_DISPATCH(run_depthwise)(work); }

}  // namespace ingot::backend::cpu::kernels
#endif
