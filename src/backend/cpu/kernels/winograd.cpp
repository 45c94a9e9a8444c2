#include "backend/cpu/kernels/winograd.h"

#include <algorithm>
#include <array>
#include <span>
#include <type_traits>

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/winograd.cpp"
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

/// sum + factor·x
HWY_INLINE Vector plus(Vector sum, float factor, Vector x) {
  return hn::MulAdd(hn::Set(Tag(), factor), x, sum);
}
/// sum − factor·x: a factor of either sign takes one register.
HWY_INLINE Vector minus(Vector sum, float factor, Vector x) {
  return hn::NegMulAdd(hn::Set(Tag(), factor), x, sum);
}

/// Bᵀ·d.
HWY_INLINE void apply_input(const Vector (&d)[4], Vector (&t)[4]) {
  t[0] = hn::Sub(d[0], d[2]);
  t[1] = hn::Add(d[1], d[2]);
  t[2] = hn::Sub(d[2], d[1]);
  t[3] = hn::Sub(d[1], d[3]);
}

HWY_INLINE void apply_input(const Vector (&d)[6], Vector (&t)[6]) {
  const Vector even = hn::Sub(d[4], d[2]);
  const Vector odd = hn::Sub(d[3], d[1]);
  t[0] = minus(plus(hn::Add(d[0], d[4]), 1.5F, odd), 2, d[2]);
  t[1] = plus(plus(hn::Sub(d[4], d[1]), 0.5F, d[2]), 2.5F, d[3]);
  t[2] = minus(plus(hn::Add(d[4], d[1]), 0.5F, d[3]), 2.5F, d[2]);
  t[3] = plus(even, 2, odd);
  t[4] = minus(even, 0.5F, odd);
  t[5] = minus(plus(hn::Add(d[1], d[5]), 1.5F, even), 2, d[3]);
}

/// Aᵀ·t.
HWY_INLINE void apply_output(const Vector (&t)[4], Vector (&y)[2]) {
  y[0] = hn::Add(t[0], hn::Add(t[1], t[2]));
  y[1] = hn::Sub(hn::Sub(t[1], t[2]), t[3]);
}

HWY_INLINE void apply_output(const Vector (&t)[6], Vector (&y)[2]) {
  y[0] = hn::Add(hn::Add(t[0], hn::Add(t[1], t[2])), hn::Add(t[3], t[4]));
  y[1] = minus(plus(hn::Add(t[5], hn::Sub(t[1], t[2])), 0.5F, t[3]), 2, t[4]);
}

HWY_INLINE void apply_output(const Vector (&t)[6], Vector (&y)[4]) {
  const Vector sum = hn::Add(t[1], t[2]);
  const Vector difference = hn::Sub(t[1], t[2]);
  y[0] = hn::Add(hn::Add(t[0], sum), hn::Add(t[3], t[4]));
  y[1] = minus(plus(difference, 0.5F, t[3]), 2, t[4]);
  y[2] = plus(plus(sum, 0.25F, t[3]), 4, t[4]);
  y[3] = minus(plus(hn::Add(t[5], difference), 0.125F, t[3]), 8, t[4]);
}

/// Cells of an axis that lie on an image of that extent: first + begin … first + end − 1.
struct Inside {
  int64_t begin;
  int64_t end;
};
HWY_INLINE Inside inside(int64_t first, int64_t cells, int64_t extent) {
  return {std::clamp<int64_t>(-first, 0, cells), std::clamp<int64_t>(extent - first, 0, cells)};
}

/// A tile's row and column among those of its image; those of a later one without a division.
struct Place {
  int64_t row;
  int64_t column;

  HWY_INLINE explicit Place(const WinogradTiles& tiles)
      : row(tiles.first / tiles.columns), column(tiles.first % tiles.columns) {}
  /// By no more tiles than are left of the row.
  HWY_INLINE void advance(int64_t columns, int64_t tiles = 1) {
    column += tiles;
    if (column < columns) return;
    column = 0;
    ++row;
  }
};

/// Vectors that the compiler would else load again for each use.
template <int kCount>
HWY_INLINE void load(const float* from, int64_t step, Vector (&d)[kCount]) {
  unrolled<kCount>([&](auto i) INGOT_INLINE_LAMBDA {
    d[i] = hn::LoadU(Tag(), from + i * step);
    keep_in_register(d[i]);
  });
}

/// Tiles of one row, whose images overlap by kN − kM columns: each column is transformed once.
template <int kM, int kN>
class RowOfTiles {
 public:
  static constexpr int64_t kMost = 8;
  /// Tiles whose vectors of a position share a cache line: stored one after another they take a
  /// cycle each, else two.
  static constexpr int64_t kTogether = 16 / kBlock;

  /// Bᵀ·d of the columns that `count` tiles see from pixel (y, x) on.
  HWY_INLINE void transform_columns(const WinogradImage& image, int64_t block, int64_t lane,
                                    int64_t y, int64_t x, int64_t count) {
    const int64_t row_step = image.width * block;
    const int64_t width = count * kM + kN - kM;
    const Inside ys = inside(y, kN, image.height);
    const Inside xs = inside(x, width, image.width);
    const float* from = image.data + y * row_step + x * block + lane;
    const auto transform = [&](const auto& load_column) INGOT_INLINE_LAMBDA {
      for (int64_t j = 0; j < width; ++j, from += block) {
        Vector d[kN];
        Vector t[kN];
        if (j >= xs.begin && j < xs.end) {
          load_column(d);
          apply_input(d, t);
        } else {
          unrolled<kN>([&](auto i) INGOT_INLINE_LAMBDA { t[i] = hn::Zero(Tag()); });
        }
        unrolled<kN>([&](auto i)
                         INGOT_INLINE_LAMBDA { hn::Store(t[i], Tag(), rows_[i] + j * kLanes); });
      }
    };
    if (ys.end - ys.begin == kN) {
      transform([&](Vector(&d)[kN]) INGOT_INLINE_LAMBDA { load(from, row_step, d); });
    } else {
      transform([&](Vector(&d)[kN]) INGOT_INLINE_LAMBDA {
        unrolled<kN>([&](auto i) INGOT_INLINE_LAMBDA {
          const bool is_on = i >= ys.begin && i < ys.end;
          d[i] = is_on ? hn::LoadU(Tag(), from + i * row_step) : hn::Zero(Tag());
        });
      });
    }
  }

  /// The positions of the tiles from `first` on, kTogether or fewer.
  HWY_INLINE void transform_rows(int64_t first, int64_t count, float* to, int64_t block,
                                 int64_t position_stride) const {
    for (int i = 0; i < kN; ++i) {
      const float* from = rows_[i] + first * kM * kLanes;
      for (int64_t tile = 0; tile < count; ++tile, from += kM * kLanes) {
        Vector d[kN];
        Vector t[kN];
        load(from, kLanes, d);
        apply_input(d, t);
        float* own = to + tile * block;
        unrolled<kN>([&](auto j) INGOT_INLINE_LAMBDA {
          hn::StoreU(t[j], Tag(), own);
          own += position_stride;
        });
      }
      to += kN * position_stride;
    }
  }

 private:
  /// Row i of Bᵀ·d.
  HWY_ALIGN float rows_[kN][(kMost * kM + kN - kM) * kLanes];
};

template <int kM, int kN>
void run_input(const WinogradTiles& tiles, const WinogradImage& image, int64_t lane) {
  const int64_t block = tiles.block;  // copies: vectors that are stored may lie anywhere
  const int64_t position_stride = tiles.position_stride;
  float* to = tiles.transformed + lane;
  RowOfTiles<kM, kN> row;
  constexpr int64_t kTogether = RowOfTiles<kM, kN>::kTogether;
  Place place(tiles);
  for (int64_t left = tiles.count; left > 0;) {
    const int64_t count = std::min({left, tiles.columns - place.column, RowOfTiles<kM, kN>::kMost});
    row.transform_columns(image, block, lane, place.row * kM - image.pad_y,
                          place.column * kM - image.pad_x, count);
    for (int64_t tile = 0; tile < count; tile += kTogether) {
      row.transform_rows(tile, std::min(kTogether, count - tile), to + tile * block, block,
                         position_stride);
    }
    to += count * block;
    left -= count;
    place.advance(tiles.columns, count);
  }
}

template <int kM, int kN>
void run_output(const WinogradTiles& tiles, const WinogradOutput& output, int64_t lane) {
  const int64_t block = tiles.block;  // copies, as above
  const int64_t position_stride = tiles.position_stride;
  const RegisterTail tail = output.tail;
  const bool has_bias = output.bias != nullptr;
  const Vector bias = has_bias ? hn::LoadU(Tag(), output.bias + lane) : hn::Zero(Tag());
  HWY_ALIGN float columns[kM][kN * kLanes];
  Place place(tiles);
  for (int64_t tile = 0; tile < tiles.count; ++tile, place.advance(tiles.columns)) {
    const float* from = tiles.transformed + tile * block + lane;
    for (int j = 0; j < kN; ++j) {
      Vector t[kN];
      Vector y[kM];
      load(from, kN * position_stride, t);
      from += position_stride;
      apply_output(t, y);
      unrolled<kM>([&](auto i)
                       INGOT_INLINE_LAMBDA { hn::Store(y[i], Tag(), columns[i] + j * kLanes); });
    }
    const int64_t row = place.row * kM;
    const int64_t column = place.column * kM;
    const int64_t rows_left = std::min<int64_t>(kM, output.height - row);
    const int64_t columns_left = output.width - column;
    for (int64_t i = 0; i < rows_left; ++i) {
      Vector t[kN];
      Vector y[kM];
      load(columns[i], kLanes, t);
      apply_output(t, y);
      const int64_t offset = ((row + i) * output.width + column) * block + lane;
      float* const to = output.data + offset;
      if (has_bias) {
        unrolled<kM>([&](auto j) INGOT_INLINE_LAMBDA { y[j] = hn::Add(y[j], bias); });
      }
      if (tail.summand != nullptr) {
        unrolled<kM>([&](auto j) INGOT_INLINE_LAMBDA {
          if (j >= columns_left) return;
          y[j] = hn::Add(y[j], hn::LoadU(Tag(), tail.summand + offset + j * block));
        });
      }
      with_rectifier(Tag(), tail, [&](const auto& rectified) INGOT_INLINE_LAMBDA {
        unrolled<kM>([&](auto j) INGOT_INLINE_LAMBDA {
          if (j < columns_left) hn::StoreU(rectified(y[j]), Tag(), to + j * block);
        });
      });
    }
  }
}

/// body(m, n), constants, for the form.
template <class Body>
void with_form(const WinogradForm& form, const Body& body) {
  const std::integral_constant<int, 2> two;
  const std::integral_constant<int, 4> four;
  const std::integral_constant<int, 6> six;
  if (form.n() == 4) return body(two, four);
  if (form.m == 2) return body(two, six);
  body(four, six);
}

void run_winograd_input(const WinogradTiles& tiles, const WinogradImage& image) {
  with_form(tiles.form, [&](auto m, auto n) {
    for (int64_t lane = 0; lane < tiles.block; lane += kLanes) {
      run_input<m.value, n.value>(tiles, image, lane);
    }
  });
}

void run_winograd_output(const WinogradTiles& tiles, const WinogradOutput& output) {
  with_form(tiles.form, [&](auto m, auto n) {
    for (int64_t lane = 0; lane < tiles.block; lane += kLanes) {
      run_output<m.value, n.value>(tiles, output, lane);
    }
  });
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {
namespace {

using Row = std::array<double, 5>;  ///< one entry a row or column of the filter

/// G: at point p, the powers of p divided by Π (p − q) over the other points q; at ∞, the last.
std::array<Row, 6> filter_rows(const WinogradForm& form) {
  struct Point {
    double p;
    double factor;
  };
  static constexpr std::array<Point, 3> kThree{{{0, 1}, {1, 0.5}, {-1, 0.5}}};
  static constexpr std::array<Point, 5> kFive{
      {{0, 1}, {1, 1.0 / 3}, {-1, -1.0 / 3}, {0.5, -16.0 / 15}, {-2, 1.0 / 15}}};
  const std::span<const Point> points =
      form.n() == 4 ? std::span<const Point>(kThree) : std::span<const Point>(kFive);
  std::array<Row, 6> rows{};
  for (size_t i = 0; i < points.size(); ++i) {
    double power = points[i].factor;
    for (double& entry : rows[i]) {
      entry = power;
      power *= points[i].p;
    }
  }
  rows[points.size()][static_cast<size_t>(form.window - 1)] = 1;
  return rows;
}

/// G·g·Gᵀ of filters of r × r cells.
template <size_t n, size_t r>
void transform_filters(const std::array<Row, 6>& g, const float* filters, int64_t count,
                       float* positions) {
  for (int64_t filter = 0; filter < count; ++filter, filters += r * r, positions += n * n) {
    for (size_t i = 0; i < n; ++i) {
      std::array<double, r> row{};  // of G·g
      for (size_t k = 0; k < r; ++k) {
        for (size_t j = 0; j < r; ++j) row[j] += g[i][k] * double{filters[k * r + j]};
      }
      for (size_t j = 0; j < n; ++j) {
        double sum = 0;
        for (size_t k = 0; k < r; ++k) sum += row[k] * g[j][k];
        positions[i * n + j] = static_cast<float>(sum);
      }
    }
  }
}

}  // namespace

void winograd_filters(const WinogradForm& form, const float* filters, int64_t count,
                      float* positions) {
  const auto g = filter_rows(form);
  if (form.n() == 4) {
    transform_filters<4, 3>(g, filters, count, positions);
  } else if (form.window == 3) {
    transform_filters<6, 3>(g, filters, count, positions);
  } else {
    transform_filters<6, 5>(g, filters, count, positions);
  }
}

HWY_EXPORT(run_winograd_input);
HWY_EXPORT(run_winograd_output);

void winograd_input(const WinogradTiles& tiles, const WinogradImage& image) {
  HWY_DYNAMIC_DISPATCH(run_winograd_input)(tiles, image);
}

void winograd_output(const WinogradTiles& tiles, const WinogradOutput& output) {
  HWY_DYNAMIC_DISPATCH(run_winograd_output)(tiles, output);
}

}  // namespace ingot::backend::cpu::kernels
#endif
