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

HWY_INLINE Vector times(float factor, Vector x) { return hn::Mul(hn::Set(Tag(), factor), x); }
/// sum + factor·x
HWY_INLINE Vector plus(Vector sum, float factor, Vector x) {
  return hn::MulAdd(hn::Set(Tag(), factor), x, sum);
}

/// Bᵀ·d.
HWY_INLINE void apply_input(const Vector (&d)[4], Vector (&t)[4]) {
  t[0] = hn::Sub(d[0], d[2]);
  t[1] = hn::Add(d[1], d[2]);
  t[2] = hn::Sub(d[2], d[1]);
  t[3] = hn::Sub(d[1], d[3]);
}

HWY_INLINE void apply_input(const Vector (&d)[6], Vector (&t)[6]) {
  t[0] = plus(plus(hn::Add(d[0], d[4]), 1.5F, hn::Sub(d[3], d[1])), -2, d[2]);
  t[1] = plus(plus(hn::Sub(d[4], d[1]), 0.5F, d[2]), 2.5F, d[3]);
  t[2] = plus(plus(hn::Add(d[4], d[1]), 0.5F, d[3]), -2.5F, d[2]);
  const Vector even = hn::Sub(d[4], d[2]);
  const Vector odd = hn::Sub(d[3], d[1]);
  t[3] = plus(even, 2, odd);
  t[4] = plus(even, -0.5F, odd);
  t[5] = plus(plus(hn::Add(d[1], d[5]), 1.5F, even), -2, d[3]);
}

/// Aᵀ·t.
HWY_INLINE void apply_output(const Vector (&t)[4], Vector (&y)[2]) {
  y[0] = hn::Add(t[0], hn::Add(t[1], t[2]));
  y[1] = hn::Sub(hn::Sub(t[1], t[2]), t[3]);
}

HWY_INLINE void apply_output(const Vector (&t)[6], Vector (&y)[2]) {
  y[0] = hn::Add(hn::Add(t[0], hn::Add(t[1], t[2])), hn::Add(t[3], t[4]));
  y[1] = plus(plus(hn::Add(t[5], hn::Sub(t[1], t[2])), 0.5F, t[3]), -2, t[4]);
}

HWY_INLINE void apply_output(const Vector (&t)[6], Vector (&y)[4]) {
  const Vector sum = hn::Add(t[1], t[2]);
  const Vector difference = hn::Sub(t[1], t[2]);
  y[0] = hn::Add(hn::Add(t[0], sum), hn::Add(t[3], t[4]));
  y[1] = plus(plus(difference, 0.5F, t[3]), -2, t[4]);
  y[2] = plus(plus(sum, 0.25F, t[3]), 4, t[4]);
  y[3] = plus(plus(hn::Add(t[5], difference), 0.125F, t[3]), -8, t[4]);
}

/// Cells of an axis that lie on an image of that extent: first + begin … first + end − 1.
struct Inside {
  int64_t begin;
  int64_t end;
};
HWY_INLINE Inside inside(int64_t first, int64_t cells, int64_t extent) {
  return {std::clamp<int64_t>(-first, 0, cells), std::clamp<int64_t>(extent - first, 0, cells)};
}

/// A tile's row and column among those of its image; the next one's without a division.
struct Place {
  int64_t row;
  int64_t column;

  HWY_INLINE explicit Place(const WinogradTiles& tiles)
      : row(tiles.first / tiles.columns), column(tiles.first % tiles.columns) {}
  HWY_INLINE void advance(int64_t columns) {
    if (++column < columns) return;
    column = 0;
    ++row;
  }
};

template <int kM, int kN>
void run_input(const WinogradTiles& tiles, const WinogradImage& image, int64_t lane) {
  const int64_t block = tiles.block;  // copies: vectors that are stored may lie anywhere
  const int64_t row_step = image.width * block;
  const int64_t position_stride = tiles.position_stride;
  Vector rows[kN][kN];  // columns transformed
  Place place(tiles);
  for (int64_t tile = 0; tile < tiles.count; ++tile, place.advance(tiles.columns)) {
    const int64_t y = place.row * kM - image.pad_y;
    const int64_t x = place.column * kM - image.pad_x;
    const Inside ys = inside(y, kN, image.height);
    const Inside xs = inside(x, kN, image.width);
    const bool is_whole = ys.end - ys.begin == kN && xs.end - xs.begin == kN;
    const float* from = image.data + y * row_step + x * block + lane;
    for (int j = 0; j < kN; ++j) {
      Vector d[kN];
      Vector t[kN];
      if (is_whole) {
        unrolled<kN>([&](auto i)
                         INGOT_INLINE_LAMBDA { d[i] = hn::LoadU(Tag(), from + i * row_step); });
      } else {
        unrolled<kN>([&](auto i) INGOT_INLINE_LAMBDA {
          const bool is_on = i >= ys.begin && i < ys.end && j >= xs.begin && j < xs.end;
          d[i] = is_on ? hn::LoadU(Tag(), from + i * row_step) : hn::Zero(Tag());
        });
      }
      from += block;
      apply_input(d, t);
      unrolled<kN>([&](auto i) INGOT_INLINE_LAMBDA { rows[i][j] = t[i]; });
    }
    float* to = tiles.transformed + tile * block + lane;
    for (int i = 0; i < kN; ++i) {
      Vector t[kN];
      apply_input(rows[i], t);
      unrolled<kN>([&](auto j) INGOT_INLINE_LAMBDA {
        hn::StoreU(t[j], Tag(), to);
        to += position_stride;
      });
    }
  }
}

template <int kM, int kN>
void run_output(const WinogradTiles& tiles, const WinogradOutput& output, int64_t lane) {
  const int64_t block = tiles.block;  // copies, as above
  const int64_t position_stride = tiles.position_stride;
  const RegisterTail tail = output.tail;
  const bool has_bias = output.bias != nullptr;
  const Vector bias = has_bias ? hn::LoadU(Tag(), output.bias + lane) : hn::Zero(Tag());
  Vector columns[kM][kN];
  Place place(tiles);
  for (int64_t tile = 0; tile < tiles.count; ++tile, place.advance(tiles.columns)) {
    const float* from = tiles.transformed + tile * block + lane;
    for (int j = 0; j < kN; ++j) {
      Vector t[kN];
      Vector y[kM];
      unrolled<kN>([&](auto i) INGOT_INLINE_LAMBDA {
        t[i] = hn::LoadU(Tag(), from + i * kN * position_stride);
      });
      from += position_stride;
      apply_output(t, y);
      unrolled<kM>([&](auto i) INGOT_INLINE_LAMBDA { columns[i][j] = y[i]; });
    }
    const int64_t row = place.row * kM;
    const int64_t column = place.column * kM;
    const int64_t rows_left = std::min<int64_t>(kM, output.height - row);
    const int64_t columns_left = output.width - column;
    for (int64_t i = 0; i < rows_left; ++i) {
      Vector y[kM];
      apply_output(columns[i], y);
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
