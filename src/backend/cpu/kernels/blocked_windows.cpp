#include "backend/cpu/kernels/blocked_windows.h"

#include <algorithm>
#include <limits>

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/blocked_windows.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/register_tail-inl.h"
#include "backend/cpu/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

using Tag = BlockTag;
using Vector = BlockVector;
constexpr int kLanes = kBlockLanes;
/// Output pixels computed together.
constexpr int kPixels = 6;

struct Range {
  int64_t begin;
  int64_t end;
};

/// The window's cells that lie on the input at an output of the axis.
Range cells_on_input(const SlidingAxis& axis, int64_t output) {
  const int64_t first = output * axis.stride - axis.pad;
  const int64_t before = std::max<int64_t>(0, -first);
  const int64_t left = axis.input - first;
  return {std::min(axis.window, (before + axis.dilation - 1) / axis.dilation),
          std::clamp<int64_t>((left + axis.dilation - 1) / axis.dilation, 0, axis.window)};
}

/// The outputs of an axis whose windows lie on the input whole.
Range inside(const SlidingAxis& axis) {
  const int64_t begin = std::min(axis.output, (axis.pad + axis.stride - 1) / axis.stride);
  const int64_t room = axis.input - axis.span() + axis.pad;
  const int64_t end = room < 0 ? 0 : std::min(axis.output, room / axis.stride + 1);
  return {begin, std::max(begin, end)};
}

/// One vector of the block. kCount pixels of row i from column j on, cells `s` of the window's
/// columns and `r` of its rows.
template <int kCount, class Reduction>
HWY_INLINE void run_pixels(const BlockedRows& work, const Reduction& reduction, int64_t lane,
                           int64_t i, int64_t j, const Range& r, const Range& s) {
  Vector sums[kCount];
  unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA { sums[p] = reduction.start(lane); });
  const int64_t step = work.x.stride * work.block;
  for (int64_t y = r.begin; y < r.end; ++y) {
    const int64_t row = i * work.y.stride - work.y.pad + y * work.y.dilation;
    const float* cells =
        work.input + lane + (row * work.x.input + j * work.x.stride - work.x.pad) * work.block;
    for (int64_t x = s.begin; x < s.end; ++x) {
      const float* cell = cells + x * work.x.dilation * work.block;
      const Vector weight = reduction.weight(y * work.x.window + x, lane);
      unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
        sums[p] = reduction.combine(sums[p], hn::LoadU(Tag(), cell + p * step), weight);
      });
    }
  }
  const int64_t offset = ((i - work.begin) * work.x.output + j) * work.block + lane;
  unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
    const int64_t at = offset + p * work.block;
    hn::StoreU(reduction.finish(sums[p], i, j + p, at), Tag(), work.output + at);
  });
}

template <class Reduction>
void run_rows(const BlockedRows& work, const Reduction& reduction) {
  const Range whole = inside(work.x);
  const Range all{0, work.x.window};
  for (int64_t lane = 0; lane < work.block; lane += kLanes) {
    for (int64_t i = work.begin; i < work.end; ++i) {
      const Range rows = cells_on_input(work.y, i);
      const auto run_border = [&](int64_t begin, int64_t end) {
        for (int64_t j = begin; j < end; ++j) {
          run_pixels<1>(work, reduction, lane, i, j, rows, cells_on_input(work.x, j));
        }
      };
      run_border(0, whole.begin);
      int64_t j = whole.begin;
      for (; j + kPixels <= whole.end; j += kPixels) {
        run_pixels<kPixels>(work, reduction, lane, i, j, rows, all);
      }
      for (; j < whole.end; ++j) run_pixels<1>(work, reduction, lane, i, j, rows, all);
      run_border(whole.end, work.x.output);
    }
  }
}

class Sum {
 public:
  Sum(const DepthwiseWeights& weights, int64_t block) : weights_(weights), block_(block) {}

  HWY_INLINE Vector start(int64_t lane) const {
    return weights_.bias == nullptr ? hn::Zero(Tag()) : hn::LoadU(Tag(), weights_.bias + lane);
  }
  HWY_INLINE Vector weight(int64_t cell, int64_t lane) const {
    return hn::LoadU(Tag(), weights_.weights + cell * block_ + lane);
  }
  HWY_INLINE Vector combine(Vector sum, Vector cell, Vector weight) const {
    return hn::MulAdd(weight, cell, sum);
  }
  HWY_INLINE Vector finish(Vector sum, int64_t, int64_t, int64_t offset) const {
    if (weights_.tail.summand != nullptr) {
      sum = hn::Add(sum, hn::LoadU(Tag(), weights_.tail.summand + offset));
    }
    return rectify(Tag(), weights_.tail, sum);
  }

 private:
  DepthwiseWeights weights_;
  int64_t block_;
};

struct Largest {
  WindowCells cells;

  HWY_INLINE Vector start(int64_t) const {
    return hn::Set(Tag(), -std::numeric_limits<float>::infinity());
  }
  HWY_INLINE Vector weight(int64_t, int64_t) const { return hn::Zero(Tag()); }
  HWY_INLINE Vector combine(Vector largest, Vector cell, Vector) const {
    return hn::IfThenElse(hn::Lt(largest, cell), cell, largest);
  }
  HWY_INLINE Vector finish(Vector largest, int64_t i, int64_t j, int64_t) const {
    return cells.y[i] * cells.x[j] == 0 ? hn::Zero(Tag()) : largest;
  }
};

struct Average {
  WindowCells cells;

  HWY_INLINE Vector start(int64_t) const { return hn::Zero(Tag()); }
  HWY_INLINE Vector weight(int64_t, int64_t) const { return hn::Zero(Tag()); }
  HWY_INLINE Vector combine(Vector sum, Vector cell, Vector) const { return hn::Add(sum, cell); }
  HWY_INLINE Vector finish(Vector sum, int64_t i, int64_t j, int64_t) const {
    const float count = cells.y[i] * cells.x[j];
    return count == 0 ? hn::Zero(Tag()) : hn::Div(sum, hn::Set(Tag(), count));
  }
};

void run_depthwise(const BlockedRows& work, const DepthwiseWeights& weights) {
  run_rows(work, Sum(weights, work.block));
}
void run_max(const BlockedRows& work, const WindowCells& cells) { run_rows(work, Largest{cells}); }
void run_average(const BlockedRows& work, const WindowCells& cells) {
  run_rows(work, Average{cells});
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(run_depthwise);
HWY_EXPORT(run_max);
HWY_EXPORT(run_average);

void blocked_depthwise(const BlockedRows& work, const DepthwiseWeights& weights) {
  HWY_DYNAMIC_DISPATCH(run_depthwise)(work, weights);
}

void blocked_max(const BlockedRows& work, const WindowCells& cells) {
  HWY_DYNAMIC_DISPATCH(run_max)(work, cells);
}

void blocked_average(const BlockedRows& work, const WindowCells& cells) {
  HWY_DYNAMIC_DISPATCH(run_average)(work, cells);
}

}  // namespace ingot::backend::cpu::kernels
#endif
