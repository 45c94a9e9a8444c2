#include "backend/cpu/kernels/pooling.h"

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/pooling.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

using V = FloatVector;

/// `combine` over the cells of each lane's window; first along each row, for less is lost in sums of
/// sums. `start` changes nothing.
template <int kStride, class Combine>
HWY_INLINE V fold_window(const PoolingRows& work, const float* cells, V start,
                         const Combine& combine) {
  V result = start;
  for (int64_t r = 0; r < work.y.window; ++r) {
    const float* row = cells + r * work.y.dilation * work.band.pitch;
    V row_result = start;
    for (int64_t s = 0; s < work.x.window; ++s) {
      const float* from = row + s * work.x.dilation;
      row_result = combine(row_result, load_spread<kStride>(FloatTag(), from, work.x.stride));
    }
    result = combine(result, row_result);
  }
  return result;
}

/// finish(fold, row, first column, columns) of every vector of outputs.
template <int kStride, class Combine, class Finish>
HWY_INLINE void fold_rows(const PoolingRows& work, V start, const Combine& combine,
                          const Finish& finish) {
  for (int64_t i = work.begin; i < work.end; ++i) {
    const float* cells = work.band.data + (i - work.begin) * work.y.stride * work.band.pitch;
    float* output = work.output + (i - work.begin) * work.x.output;
    for (int64_t j = 0; j < work.x.output; j += kFloatLanes) {
      const int64_t left = work.x.output - j;
      const V fold = fold_window<kStride>(work, cells + j * work.x.stride, start, combine);
      store_result(finish(fold, i, j, left), output + j, left);
    }
  }
}

template <class Combine, class Finish>
HWY_INLINE void fold_all(const PoolingRows& work, V start, const Combine& combine,
                         const Finish& finish) {
  switch (work.x.stride) {
    case 1: return fold_rows<1>(work, start, combine, finish);
    case 2: return fold_rows<2>(work, start, combine, finish);
    default: return fold_rows<0>(work, start, combine, finish);
  }
}

HWY_INLINE V count_cells(const WindowCells& cells, int64_t i, int64_t j, int64_t left) {
  return hn::Mul(hn::Set(FloatTag(), cells.y[i]), load_operand(cells.x, 1, j, left));
}

HWY_INLINE V zero_where_empty(V count, V value) {
  return hn::IfThenElse(hn::Eq(count, constant(0)), constant(0), value);
}

void run_max(const PoolingRows& work, const WindowCells& cells) {
  const auto combine = [](V a, V b) HWY_ATTR { return larger(a, b); };
  const auto finish = [&](V largest, int64_t i, int64_t j, int64_t left) HWY_ATTR {
    return zero_where_empty(count_cells(cells, i, j, left), largest);
  };
  fold_all(work, constant(-std::numeric_limits<float>::infinity()), combine, finish);
}

void run_average(const PoolingRows& work, const WindowCells& cells) {
  const auto combine = [](V a, V b) HWY_ATTR { return hn::Add(a, b); };
  const auto finish = [&](V sum, int64_t i, int64_t j, int64_t left) HWY_ATTR {
    const V count = count_cells(cells, i, j, left);
    return zero_where_empty(count, hn::Div(sum, count));
  };
  fold_all(work, constant(0), combine, finish);
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(run_max);
HWY_EXPORT(run_average);

void max_rows(const PoolingRows& work, const WindowCells& cells) {
  HWY_DYNAMIC_DISPATCH(run_max)(work, cells);
}
void average_rows(const PoolingRows& work, const WindowCells& cells) {
  HWY_DYNAMIC_DISPATCH(run_average)(work, cells);
}

}  // namespace ingot::backend::cpu::kernels
#endif
