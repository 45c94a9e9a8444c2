#include "backend/cpu/kernels/blocked_windows.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

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
/// The most output pixels computed together.
constexpr int kPixels = 8;

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
Range inside_of(const SlidingAxis& axis) {
  const int64_t begin = std::min(axis.output, (axis.pad + axis.stride - 1) / axis.stride);
  const int64_t room = axis.input - axis.span() + axis.pad;
  const int64_t end = room < 0 ? 0 : std::min(axis.output, room / axis.stride + 1);
  return {begin, std::max(begin, end)};
}

/// A window's columns that are known when this is compiled; 0: any.
template <int kWindow, int kStride>
struct Columns {
  static constexpr int window = kWindow;
  static constexpr int stride = kStride;

  static bool are_of(const SlidingAxis& x) {
    return kWindow == 0 || (x.window == kWindow && x.stride == kStride && x.dilation == 1);
  }
};

/// Output pixels in a row or in a column, from pixel (i, j) on, and one vector of the block.
struct Pixels {
  int64_t i;
  int64_t j;
  int64_t lane;
  Range rows;           ///< the window's rows that lie on the input
  Range columns;        ///< and its columns
  bool is_column;       ///< one below another rather than side by side
  int64_t input_step;   ///< floats from one pixel's window to the next one's
  int64_t output_step;  ///< floats from one pixel to the next
};

/// Adds a row of the windows, cell by cell; each cell of the input is read once.
template <class Shape, int kCount, class Reduction>
HWY_INLINE void add_row(const Reduction& reduction, const float* cells, int64_t block,
                        int64_t first_weight, int64_t lane, Vector (&sums)[kCount]) {
  Vector weights[Shape::window];
  unrolled<Shape::window>(
      [&](auto x) INGOT_INLINE_LAMBDA { weights[x] = reduction.weight(first_weight + x, lane); });
  unrolled<(kCount - 1) * Shape::stride + Shape::window>([&](auto c) INGOT_INLINE_LAMBDA {
    const Vector cell = hn::LoadU(Tag(), cells + c * block);
    unrolled<Shape::window>([&](auto x) INGOT_INLINE_LAMBDA {
      constexpr int kDistance = c - x;
      if constexpr (kDistance >= 0 && kDistance % Shape::stride == 0 &&
                    kDistance / Shape::stride < kCount) {
        Vector& sum = sums[kDistance / Shape::stride];
        sum = reduction.combine(sum, cell, weights[x]);
      }
    });
  });
}

template <class Shape, int kCount, class Reduction>
void run_pixels(const BlockedRows& work, const Reduction& reduction, const Pixels& pixels) {
  Vector sums[kCount];
  unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA { sums[p] = reduction.start(pixels.lane); });
  for (int64_t y = pixels.rows.begin; y < pixels.rows.end; ++y) {
    const int64_t row = pixels.i * work.y.stride - work.y.pad + y * work.y.dilation;
    const float* cells = work.input + pixels.lane +
                         (row * work.x.input + pixels.j * work.x.stride - work.x.pad) * work.block;
    if constexpr (Shape::window > 0) {
      add_row<Shape, kCount>(reduction, cells, work.block, y * Shape::window, pixels.lane, sums);
    } else {
      for (int64_t x = pixels.columns.begin; x < pixels.columns.end; ++x) {
        const float* cell = cells + x * work.x.dilation * work.block;
        const Vector weight = reduction.weight(y * work.x.window + x, pixels.lane);
        unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
          sums[p] =
              reduction.combine(sums[p], hn::LoadU(Tag(), cell + p * pixels.input_step), weight);
        });
      }
    }
  }
  const int64_t offset =
      ((pixels.i - work.begin) * work.x.output + pixels.j) * work.block + pixels.lane;
  reduction.finish(sums, pixels, offset);
  unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
    hn::StoreU(sums[p], Tag(), work.output + offset + p * pixels.output_step);
  });
}

template <class Reduction>
using RunPixels = void (*)(const BlockedRows&, const Reduction&, const Pixels&);

template <class Shape, class Reduction, int... kCounts>
constexpr std::array<RunPixels<Reduction>, kPixels> make_runs(
    std::integer_sequence<int, kCounts...>) {
  return {run_pixels<Shape, kCounts + 1, Reduction>...};
}

/// body(first, count) for 0…total−1 in parts of at most kPixels that are as even as can be.
template <class Body>
HWY_INLINE void for_each_part(const Range& range, const Body& body) {
  const int64_t total = range.end - range.begin;
  const int64_t count = (total + kPixels - 1) / kPixels;
  for (int64_t part = 0; part < count; ++part) {
    const int64_t first = total * part / count;
    body(range.begin + first, total * (part + 1) / count - first);
  }
}

template <class Reduction>
class Rows {
 public:
  Rows(const BlockedRows& work, const Reduction& reduction, RunPixels<Reduction> const* inside)
      : work_(work),
        reduction_(reduction),
        inside_(inside),
        whole_i_(within(inside_of(work.y))),
        whole_j_(inside_of(work.x)) {}

  void run() const {
    for (int64_t lane = 0; lane < work_.block; lane += kLanes) {
      for (int64_t i = work_.begin; i < work_.end; ++i) run_row(i, lane);
      for (int64_t j = 0; j < whole_j_.begin; ++j) run_column(j, lane);
      for (int64_t j = whole_j_.end; j < work_.x.output; ++j) run_column(j, lane);
    }
  }

 private:
  static constexpr auto kAny =
      make_runs<Columns<0, 0>, Reduction>(std::make_integer_sequence<int, kPixels>());

  Range within(const Range& rows) const {
    const int64_t begin = std::clamp(rows.begin, work_.begin, work_.end);
    return {begin, std::clamp(rows.end, begin, work_.end)};
  }

  /// The pixels of a row whose windows lie on the input from the first column to the last.
  void run_row(int64_t i, int64_t lane) const {
    const Range rows = cells_on_input(work_.y, i);
    for_each_part(whole_j_, [&](int64_t j, int64_t count) {
      inside_[count - 1](work_, reduction_,
                         {i, j, lane, rows, Range{0, work_.x.window}, false,
                          work_.x.stride * work_.block, work_.block});
    });
  }

  /// The pixels of a column at the border.
  void run_column(int64_t j, int64_t lane) const {
    const Range columns = cells_on_input(work_.x, j);
    const auto run = [&](int64_t i, int64_t count) {
      kAny[static_cast<size_t>(count - 1)](
          work_, reduction_,
          {i, j, lane, cells_on_input(work_.y, i), columns, true,
           work_.y.stride * work_.x.input * work_.block, work_.x.output * work_.block});
    };
    for (int64_t i = work_.begin; i < whole_i_.begin; ++i) run(i, 1);
    for_each_part(whole_i_, run);
    for (int64_t i = whole_i_.end; i < work_.end; ++i) run(i, 1);
  }

  const BlockedRows& work_;
  const Reduction& reduction_;
  RunPixels<Reduction> const* inside_;
  Range whole_i_;
  Range whole_j_;
};

template <class Shape, class Reduction>
bool run_if(const BlockedRows& work, const Reduction& reduction) {
  if (!Shape::are_of(work.x)) return false;
  static constexpr auto kRuns =
      make_runs<Shape, Reduction>(std::make_integer_sequence<int, kPixels>());
  Rows<Reduction>(work, reduction, kRuns.data()).run();
  return true;
}

/// As the first of these shapes that the window has: those that are faster so.
template <class... Shapes, class Reduction>
void run_as(const BlockedRows& work, const Reduction& reduction) {
  (run_if<Shapes>(work, reduction) || ...);
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
  template <int kCount>
  HWY_INLINE void finish(Vector (&sums)[kCount], const Pixels& pixels, int64_t offset) const {
    if (weights_.tail.summand != nullptr) {
      const float* summands = weights_.tail.summand + offset;
      unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
        sums[p] = hn::Add(sums[p], hn::LoadU(Tag(), summands + p * pixels.output_step));
      });
    }
    with_rectifier(Tag(), weights_.tail, [&](const auto& rectified) INGOT_INLINE_LAMBDA {
      unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA { sums[p] = rectified(sums[p]); });
    });
  }

 private:
  DepthwiseWeights weights_;
  int64_t block_;
};

/// How many cells count for pixel p of `pixels`.
HWY_INLINE float count_of(const WindowCells& cells, const Pixels& pixels, int64_t p) {
  return cells.y[pixels.i + (pixels.is_column ? p : 0)] *
         cells.x[pixels.j + (pixels.is_column ? 0 : p)];
}

struct Largest {
  WindowCells cells;

  HWY_INLINE Vector start(int64_t) const {
    return hn::Set(Tag(), -std::numeric_limits<float>::infinity());
  }
  HWY_INLINE Vector weight(int64_t, int64_t) const { return hn::Zero(Tag()); }
  HWY_INLINE Vector combine(Vector largest, Vector cell, Vector) const {
    return larger(largest, cell);
  }
  template <int kCount>
  HWY_INLINE void finish(Vector (&largest)[kCount], const Pixels& pixels, int64_t) const {
    unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
      if (count_of(cells, pixels, p) == 0) largest[p] = hn::Zero(Tag());
    });
  }
};

struct Average {
  WindowCells cells;

  HWY_INLINE Vector start(int64_t) const { return hn::Zero(Tag()); }
  HWY_INLINE Vector weight(int64_t, int64_t) const { return hn::Zero(Tag()); }
  HWY_INLINE Vector combine(Vector sum, Vector cell, Vector) const { return hn::Add(sum, cell); }
  template <int kCount>
  HWY_INLINE void finish(Vector (&sums)[kCount], const Pixels& pixels, int64_t) const {
    unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
      const float count = count_of(cells, pixels, p);
      sums[p] = count == 0 ? hn::Zero(Tag()) : hn::Div(sums[p], hn::Set(Tag(), count));
    });
  }
};

void run_depthwise(const BlockedRows& work, const DepthwiseWeights& weights) {
  run_as<Columns<3, 1>, Columns<5, 1>, Columns<0, 0>>(work, Sum(weights, work.block));
}
void run_max(const BlockedRows& work, const WindowCells& cells) {
  run_as<Columns<3, 1>, Columns<3, 2>, Columns<0, 0>>(work, Largest{cells});
}
void run_average(const BlockedRows& work, const WindowCells& cells) {
  run_as<Columns<3, 1>, Columns<0, 0>>(work, Average{cells});
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
