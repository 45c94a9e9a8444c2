#include "backend/cpu/kernels/dot.h"

#include "backend/cpu/kernels/targets.h"
#include "hwy/cache_control.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/dot.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

using Tag = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Tag>;

constexpr int64_t kLanes = hn::MaxLanes(Tag());
constexpr int kMostRows = 2;
constexpr int kChains = 2;       ///< sums of one element, whatever the tile: the same bits in each
constexpr int64_t kAhead = 128;  ///< elements of b that are asked for before they are used

/// Columns whose sums, with kRows rows each, stay in registers. Not more, for rows of b that lie a
/// multiple of 4 KiB apart share the ways of a set of the first cache.
template <int kRows>
constexpr int kColumns = 4 / kRows;

/// kRows rows of y from `row` on, and kCount columns from `column` on.
template <int kRows, int kCount>
HWY_INLINE void run_tile(const Dots& in, int64_t row, int64_t column) {
  const float* HWY_RESTRICT a = in.a + row * in.a_stride;
  const float* HWY_RESTRICT b = in.b + column * in.depth;
  Vector sums[kChains][kRows][kCount];
  unrolled<kChains>([&](auto chain) INGOT_INLINE_LAMBDA {
    unrolled<kRows>([&](auto i) INGOT_INLINE_LAMBDA {
      unrolled<kCount>([&](auto j) INGOT_INLINE_LAMBDA { sums[chain][i][j] = hn::Zero(Tag()); });
    });
  });
  const auto multiply = [&](auto chain, int64_t at, const auto& load) INGOT_INLINE_LAMBDA {
    Vector left[kRows];
    unrolled<kRows>([&](auto i) INGOT_INLINE_LAMBDA { left[i] = load(a + i * in.a_stride + at); });
    unrolled<kCount>([&](auto j) INGOT_INLINE_LAMBDA {
      const Vector right = load(b + j * in.depth + at);
      unrolled<kRows>([&](auto i) INGOT_INLINE_LAMBDA {
        sums[chain][i][j] = hn::MulAdd(left[i], right, sums[chain][i][j]);
      });
    });
  };
  const auto load = [](const float* from) INGOT_INLINE_LAMBDA { return hn::LoadU(Tag(), from); };
  constexpr std::integral_constant<int, 0> kFirst;
  constexpr std::integral_constant<int, 1> kSecond;
  int64_t at = 0;
  for (; at + kChains * kLanes <= in.depth; at += kChains * kLanes) {
    // Behind the end of these rows begin those of the next columns.
    const int64_t ahead = at + kAhead + (at + kAhead < in.depth ? 0 : (kCount - 1) * in.depth);
    unrolled<kCount>([&](auto j) INGOT_INLINE_LAMBDA {
      hwy::Prefetch(b + j * in.depth + ahead);
      hwy::Prefetch(b + j * in.depth + ahead + kLanes);
    });
    multiply(kFirst, at, load);
    multiply(kSecond, at + kLanes, load);
  }
  if (at + kLanes <= in.depth) {
    multiply(kFirst, at, load);
    at += kLanes;
  }
  if (at < in.depth) {
    multiply(kSecond, at, [&](const float* from) INGOT_INLINE_LAMBDA {
      return load_part(Tag(), from, static_cast<size_t>(in.depth - at));
    });
  }
  unrolled<kRows>([&](auto i) INGOT_INLINE_LAMBDA {
    unrolled<kCount>([&](auto j) INGOT_INLINE_LAMBDA {
      const Vector both = hn::Add(sums[0][i][j], sums[1][i][j]);
      const float sum = hn::GetLane(hn::SumOfLanes(Tag(), both));
      const float bias = in.bias == nullptr ? 0 : in.bias[column + j];
      in.y[(row + i) * in.y_stride + column + j] = sum + bias;
    });
  });
}

template <int kRows>
HWY_INLINE void run_rows(const Dots& in, int64_t row) {
  int64_t column = 0;
  for (; column + kColumns<kRows> <= in.columns; column += kColumns<kRows>) {
    run_tile<kRows, kColumns<kRows>>(in, row, column);
  }
  for (; column < in.columns; ++column) run_tile<kRows, 1>(in, row, column);
}

void run_dots(const Dots& in) {
  int64_t row = 0;
  for (; row + kMostRows <= in.rows; row += kMostRows) run_rows<kMostRows>(in, row);
  for (; row < in.rows; ++row) run_rows<1>(in, row);
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(run_dots);

void dots(const Dots& in) { HWY_DYNAMIC_DISPATCH(run_dots)(in); }

}  // namespace ingot::backend::cpu::kernels
#endif
