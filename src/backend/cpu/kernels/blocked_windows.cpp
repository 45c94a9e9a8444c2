#include "backend/cpu/kernels/blocked_windows.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "backend/cpu/caches.h"
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
  const auto cells_before = [&](int64_t place) {
    if (axis.dilation > 1) place = (place + axis.dilation - 1) / axis.dilation;
    return std::clamp<int64_t>(place, 0, axis.window);
  };
  return {cells_before(-first), cells_before(axis.input - first)};
}

/// The outputs of an axis whose windows lie on the input whole.
Range inside_of(const SlidingAxis& axis) {
  const int64_t begin = std::min(axis.output, (axis.pad + axis.stride - 1) / axis.stride);
  const int64_t room = axis.input - axis.span() + axis.pad;
  const int64_t end = room < 0 ? 0 : std::min(axis.output, room / axis.stride + 1);
  return {begin, std::max(begin, end)};
}

/// A window's columns that are known when this is compiled.
template <int kWindow, int kStride>
struct Columns {
  static constexpr int window = kWindow;
  static constexpr int stride = kStride;
  /// Of the first and the last window of a row, all these cells are off the input or none is.
  static constexpr int border = kWindow / 2;

  static bool are_of(const SlidingAxis& x) {
    return x.window == kWindow && x.stride == kStride && x.dilation == 1 &&
           (x.pad == 0 || x.pad == border) && (cells_behind(x) <= 0 || cells_behind(x) == border);
  }
  /// Cells of the last window behind the input, if positive.
  static int64_t cells_behind(const SlidingAxis& x) {
    return x.reach(0, x.output) - x.pad - x.input;
  }
};

/// Output pixels in a row or in a column, from pixel (i, j) on, and one vector of the block.
struct Pixels {
  int64_t i;
  int64_t j;
  int64_t lane;
  int64_t output_step;     ///< floats from one pixel to the next
  bool is_column = false;  ///< one below another rather than side by side
  Range rows{};            ///< the window's rows that lie on the input
  Range columns{};         ///< and its columns
  int64_t input_step = 0;  ///< floats from one pixel's window to the next one's
};

/// body(first, count) for 0…total−1 in parts of at most kPixels that are as even as can be.
template <class Body>
HWY_INLINE void for_each_part(const Range& range, const Body& body) {
  const int64_t total = range.end - range.begin;
  const int64_t count = (total + kPixels - 1) / kPixels;
  if (count == 0) return;
  const int64_t least = total / count;
  const int64_t larger = total % count;
  for (int64_t part = 0, first = range.begin; part < count; ++part) {
    const int64_t size = least + (part < larger ? 1 : 0);
    body(first, size);
    first += size;
  }
}

template <class Reduction>
using RunPixels = void (*)(const BlockedRows&, const Reduction&, const Pixels&);

/// Pixels whose windows have the same cells on the input.
template <int kCount, class Reduction>
void run_pixels(const BlockedRows& work, const Reduction& reduction, const Pixels& pixels) {
  Vector sums[kCount];
  Vector rows[kCount];
  unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
    sums[p] = reduction.start(pixels.lane);
    rows[p] = hn::Zero(Tag());
  });
  for (int64_t y = pixels.rows.begin; y < pixels.rows.end; ++y) {
    const int64_t row = pixels.i * work.y.stride - work.y.pad + y * work.y.dilation;
    const float* cells = work.input + pixels.lane +
                         (row * work.x.input + pixels.j * work.x.stride - work.x.pad) * work.block;
    for (int64_t x = pixels.columns.begin; x < pixels.columns.end; ++x) {
      const float* cell = cells + x * work.x.dilation * work.block;
      const Vector weight = reduction.weight(y * work.x.window + x, pixels.lane);
      unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
        sums[p] =
            reduction.combine(sums[p], hn::LoadU(Tag(), cell + p * pixels.input_step), weight);
      });
    }
    if constexpr (Reduction::kAddsRows) {
      unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
        rows[p] = hn::Add(rows[p], sums[p]);
        sums[p] = hn::Zero(Tag());
      });
    }
  }
  if constexpr (Reduction::kAddsRows) {
    unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA { sums[p] = rows[p]; });
  }
  finish_pixels(work, reduction, pixels, sums);
}

template <class Reduction, int kCount>
HWY_INLINE void finish_pixels(const BlockedRows& work, const Reduction& reduction,
                              const Pixels& pixels, Vector (&sums)[kCount]) {
  const int64_t offset =
      ((pixels.i - work.begin) * work.x.output + pixels.j) * work.block + pixels.lane;
  reduction.finish(sums, pixels, offset);
  unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
    hn::StoreU(sums[p], Tag(), work.output + offset + p * pixels.output_step);
  });
}

template <class Reduction>
class Rows {
 public:
  Rows(const BlockedRows& work, const Reduction& reduction)
      : work_(work),
        reduction_(reduction),
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
  template <int... kCounts>
  static constexpr std::array<RunPixels<Reduction>, kPixels> make_runs(
      std::integer_sequence<int, kCounts...>) {
    return {run_pixels<kCounts + 1, Reduction>...};
  }

  void run(const Pixels& pixels, int64_t count) const {
    static constexpr auto kRuns = make_runs(std::make_integer_sequence<int, kPixels>());
    kRuns[static_cast<size_t>(count - 1)](work_, reduction_, pixels);
  }

  Range within(const Range& rows) const {
    const int64_t begin = std::clamp(rows.begin, work_.begin, work_.end);
    return {begin, std::clamp(rows.end, begin, work_.end)};
  }

  /// The pixels of a row whose windows lie on the input from the first column to the last.
  void run_row(int64_t i, int64_t lane) const {
    const Range rows = cells_on_input(work_.y, i);
    for_each_part(whole_j_, [&](int64_t j, int64_t count) {
      run({i, j, lane, work_.block, false, rows, {0, work_.x.window}, work_.x.stride * work_.block},
          count);
    });
  }

  /// The pixels of a column at the border.
  void run_column(int64_t j, int64_t lane) const {
    const Range columns = cells_on_input(work_.x, j);
    const auto run_part = [&](int64_t i, int64_t count) {
      run({i, j, lane, work_.x.output * work_.block, true, cells_on_input(work_.y, i), columns,
           work_.y.stride * work_.x.input * work_.block},
          count);
    };
    for (int64_t i = work_.begin; i < whole_i_.begin; ++i) run_part(i, 1);
    for_each_part(whole_i_, run_part);
    for (int64_t i = whole_i_.end; i < work_.end; ++i) run_part(i, 1);
  }

  const BlockedRows& work_;
  const Reduction& reduction_;
  Range whole_i_;
  Range whole_j_;
};

/// Rows of a window with known columns, a segment of at most kPixels columns at a time.
template <class Shape, class Reduction>
class Segments {
 public:
  Segments(const BlockedRows& work, const Reduction& reduction)
      : work_(work), reduction_(reduction), whole_(inside_of(work.y)) {
    std::fill_n(outside_, std::size(outside_), Reduction::kOutside);
  }

  /// Band by band of rows whose input stays in the second cache.
  void run() const {
    static constexpr auto kRuns = make_runs(std::make_integer_sequence<int, kPixels>());
    const int64_t row = work_.x.input * kBlock * work_.y.stride;
    const int64_t height = std::max<int64_t>(1, caches().block_floats() / row);
    for (int64_t lane = 0; lane < kBlock; lane += kLanes) {
      for (int64_t i = work_.begin; i < work_.end; i += height) {
        const Range band{i, std::min(i + height, work_.end)};
        for_each_part({0, work_.x.output}, [&](int64_t j, int64_t count) {
          kRuns[static_cast<size_t>(count - 1)](*this, band, j, lane);
        });
      }
    }
  }

 private:
  using RunSegment = void (*)(const Segments&, const Range& rows, int64_t j, int64_t lane);

  template <int... kCounts>
  static constexpr std::array<RunSegment, kPixels> make_runs(
      std::integer_sequence<int, kCounts...>) {
    return {run_segment<kCounts + 1>...};
  }

  template <int kCount>
  static void run_segment(const Segments& segments, const Range& rows, int64_t j, int64_t lane) {
    const SlidingAxis& y = segments.work_.y;
    const Segment<kCount> segment(segments, j, lane);
    const Range whole = y.window == Shape::window ? segments.whole_ : Range{0, 0};
    for (int64_t i = rows.begin; i < rows.end; ++i) {
      if (i >= whole.begin && i < whole.end) {
        segment.run_whole_row(i);
      } else {
        segment.run_row(i, cells_on_input(y, i));
      }
    }
  }

  /// Columns j…j+kCount−1 of the output, one vector of the block.
  template <int kCount>
  class Segment {
   public:
    HWY_INLINE Segment(const Segments& segments, int64_t j, int64_t lane)
        : work_(segments.work_), reduction_(segments.reduction_), j_(j), lane_(lane) {
      const bool is_left = j == 0 && work_.x.pad > 0;
      const bool is_right = j + kCount == work_.x.output && Shape::cells_behind(work_.x) > 0;
      const int64_t row = work_.x.input * kBlock;
      middle_ = {work_.input + lane + (j * Shape::stride - work_.x.pad) * kBlock, row};
      left_ = is_left ? Side{segments.outside_, 0} : middle_;
      right_ = is_right ? Side{segments.outside_, 0}
                        : Side{middle_.cells + kBehind<kCount> * kBlock, row};
    }

    /// The windows' rows `on_input`.
    HWY_INLINE void run_row(int64_t i, const Range& on_input) const {
      run(i, [&](int64_t first, Vector(&sums)[kCount]) INGOT_INLINE_LAMBDA {
        for (int64_t y = on_input.begin; y < on_input.end; ++y) {
          add_row(cells_of(first + y * work_.y.dilation), y * Shape::window, sums);
        }
      });
    }

    /// All rows of windows that are as high as wide.
    HWY_INLINE void run_whole_row(int64_t i) const {
      run(i, [&](int64_t first, Vector(&sums)[kCount]) INGOT_INLINE_LAMBDA {
        Cells cells = cells_of(first);
        unrolled<Shape::window>([&](auto y) INGOT_INLINE_LAMBDA {
          add_row(cells, y * Shape::window, sums);
          cells.left += work_.y.dilation * left_.row;
          cells.middle += work_.y.dilation * middle_.row;
          cells.right += work_.y.dilation * right_.row;
        });
      });
    }

   private:
    /// Cells in row 0 of the input, and how far it is to the next row.
    struct Side {
      const float* cells;
      int64_t row;
    };
    /// Of one row.
    struct Cells {
      const float* left;
      const float* middle;
      const float* right;
    };

    HWY_INLINE Cells cells_of(int64_t row) const {
      return {left_.cells + row * left_.row, middle_.cells + row * middle_.row,
              right_.cells + row * right_.row};
    }

    /// add(input row of the window's first row, sums), between start and finish of row i.
    template <class Add>
    HWY_INLINE void run(int64_t i, const Add& add) const {
      Vector sums[kCount];
      unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA { sums[p] = reduction_.start(lane_); });
      add(i * work_.y.stride - work_.y.pad, sums);
      finish_pixels(work_, reduction_, {i, j_, lane_, kBlock}, sums);
    }

    /// Adds a row of the windows, cell by cell, those of the first border from the left, those of
    /// the last from the right.
    HWY_INLINE void add_row(const Cells& cells, int64_t first_weight,
                            Vector (&sums)[kCount]) const {
      Vector weights[Shape::window];
      unrolled<Shape::window>([&](auto x) INGOT_INLINE_LAMBDA {
        weights[x] = reduction_.weight(first_weight + x, lane_);
      });
      unrolled<kCells<kCount>>([&](auto c) INGOT_INLINE_LAMBDA {
        const float* place = c < Shape::border     ? cells.left + c * kBlock
                             : c < kBehind<kCount> ? cells.middle + c * kBlock
                                                   : cells.right + (c - kBehind<kCount>)*kBlock;
        Vector cell = hn::LoadU(Tag(), place);
        keep_in_register(cell);
        unrolled<Shape::window>([&](auto x) INGOT_INLINE_LAMBDA {
          constexpr int kDistance = c - x;
          if constexpr (kDistance >= 0 && kDistance % Shape::stride == 0 &&
                        kDistance / Shape::stride < kCount) {
            Vector& sum = sums[kDistance / Shape::stride];
            sum = reduction_.combine(sum, cell, weights[x]);
          }
        });
      });
    }

    const BlockedRows work_;  // copies: vectors that are stored may lie anywhere
    const Reduction reduction_;
    int64_t j_;
    int64_t lane_;
    Side left_;
    Side middle_;
    Side right_;
  };

  /// Cells that a row of the windows of a segment spans, and those before its last border.
  template <int kCount>
  static constexpr int kCells = (kCount - 1) * Shape::stride + Shape::window;
  template <int kCount>
  static constexpr int kBehind = kCells<kCount> - Shape::border;

  const BlockedRows& work_;
  const Reduction& reduction_;
  Range whole_;  ///< rows whose windows lie on the input from top to bottom
  float outside_[std::max(1, Shape::border) * 16];  ///< cells that change no result
};

template <class Shape, class Reduction>
bool run_if(const BlockedRows& work, const Reduction& reduction) {
  if (work.block != kBlock || !Shape::are_of(work.x)) return false;
  Segments<Shape, Reduction>(work, reduction).run();
  return true;
}

/// With the first of these columns that the window has, else with any.
template <class... Shapes, class Reduction>
void run_as(const BlockedRows& work, const Reduction& reduction) {
  if (!(run_if<Shapes>(work, reduction) || ...)) Rows<Reduction>(work, reduction).run();
}

/// `offset` is that of the first pixel in the output.
template <int kCount>
HWY_INLINE void apply_tail(const RegisterTail& tail, const Pixels& pixels, int64_t offset,
                           Vector (&results)[kCount]) {
  if (tail.summand != nullptr) {
    const float* summands = tail.summand + offset;
    unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
      results[p] = hn::Add(results[p], hn::LoadU(Tag(), summands + p * pixels.output_step));
    });
  }
  with_rectifier(Tag(), tail, [&](const auto& rectified) INGOT_INLINE_LAMBDA {
    unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA { results[p] = rectified(results[p]); });
  });
}

class Sum {
 public:
  static constexpr float kOutside = 0;
  static constexpr bool kAddsRows = false;

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
    apply_tail(weights_.tail, pixels, offset, sums);
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
  static constexpr float kOutside = -std::numeric_limits<float>::infinity();
  static constexpr bool kAddsRows = false;
  WindowCells cells;
  RegisterTail tail;

  HWY_INLINE Vector start(int64_t) const { return hn::Set(Tag(), kOutside); }
  HWY_INLINE Vector weight(int64_t, int64_t) const { return hn::Zero(Tag()); }
  HWY_INLINE Vector combine(Vector largest, Vector cell, Vector) const {
    return larger(largest, cell);
  }
  template <int kCount>
  HWY_INLINE void finish(Vector (&largest)[kCount], const Pixels& pixels, int64_t offset) const {
    if (cells.has_empty) {
      unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
        if (count_of(cells, pixels, p) == 0) largest[p] = hn::Zero(Tag());
      });
    }
    apply_tail(tail, pixels, offset, largest);
  }
};

struct Average {
  static constexpr float kOutside = 0;
  /// Each row of a window has a sum of its own: less is lost in adding the cells of large ones.
  static constexpr bool kAddsRows = true;
  WindowCells cells;
  RegisterTail tail;

  HWY_INLINE Vector start(int64_t) const { return hn::Zero(Tag()); }
  HWY_INLINE Vector weight(int64_t, int64_t) const { return hn::Zero(Tag()); }
  HWY_INLINE Vector combine(Vector sum, Vector cell, Vector) const { return hn::Add(sum, cell); }
  template <int kCount>
  HWY_INLINE void finish(Vector (&sums)[kCount], const Pixels& pixels, int64_t offset) const {
    unrolled<kCount>([&](auto p) INGOT_INLINE_LAMBDA {
      const float count = count_of(cells, pixels, p);
      sums[p] = count == 0 ? hn::Zero(Tag()) : hn::Div(sums[p], hn::Set(Tag(), count));
    });
    apply_tail(tail, pixels, offset, sums);
  }
};

void run_depthwise(const BlockedRows& work, const DepthwiseWeights& weights) {
  run_as<Columns<3, 1>, Columns<3, 2>, Columns<5, 1>>(work, Sum(weights, work.block));
}
void run_max(const BlockedRows& work, const WindowCells& cells, const RegisterTail& tail) {
  run_as<Columns<3, 1>, Columns<3, 2>, Columns<2, 2>>(work, Largest{cells, tail});
}
void run_average(const BlockedRows& work, const WindowCells& cells, const RegisterTail& tail) {
  run_as<Columns<3, 1>>(work, Average{cells, tail});
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

void blocked_max(const BlockedRows& work, const WindowCells& cells, const RegisterTail& tail) {
  HWY_DYNAMIC_DISPATCH(run_max)(work, cells, tail);
}

void blocked_average(const BlockedRows& work, const WindowCells& cells, const RegisterTail& tail) {
  HWY_DYNAMIC_DISPATCH(run_average)(work, cells, tail);
}

}  // namespace ingot::backend::cpu::kernels
#endif
