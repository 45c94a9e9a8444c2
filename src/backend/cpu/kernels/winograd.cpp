#include "backend/cpu/kernels/winograd.h"

#include <algorithm>
#include <array>

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

template <int kM>
struct Transform;

template <>
struct Transform<2> {
  HWY_INLINE static void input(const Vector (&d)[4], Vector (&t)[4]) {
    t[0] = hn::Sub(d[0], d[2]);
    t[1] = hn::Add(d[1], d[2]);
    t[2] = hn::Sub(d[2], d[1]);
    t[3] = hn::Sub(d[1], d[3]);
  }
  HWY_INLINE static void output(const Vector (&t)[4], Vector (&y)[2]) {
    y[0] = hn::Add(t[0], hn::Add(t[1], t[2]));
    y[1] = hn::Sub(hn::Sub(t[1], t[2]), t[3]);
  }
};

template <>
struct Transform<4> {
  HWY_INLINE static void input(const Vector (&d)[6], Vector (&t)[6]) {
    t[0] = plus(plus(hn::Add(d[0], d[4]), 1.5F, hn::Sub(d[3], d[1])), -2, d[2]);
    t[1] = plus(plus(hn::Sub(d[4], d[1]), 0.5F, d[2]), 2.5F, d[3]);
    t[2] = plus(plus(hn::Add(d[4], d[1]), 0.5F, d[3]), -2.5F, d[2]);
    const Vector even = hn::Sub(d[4], d[2]);
    const Vector odd = hn::Sub(d[3], d[1]);
    t[3] = plus(even, 2, odd);
    t[4] = plus(even, -0.5F, odd);
    t[5] = plus(plus(hn::Add(d[1], d[5]), 1.5F, even), -2, d[3]);
  }
  HWY_INLINE static void output(const Vector (&t)[6], Vector (&y)[4]) {
    const Vector sum = hn::Add(t[1], t[2]);
    const Vector difference = hn::Sub(t[1], t[2]);
    y[0] = hn::Add(hn::Add(t[0], sum), hn::Add(t[3], t[4]));
    y[1] = plus(plus(difference, 0.5F, t[3]), -2, t[4]);
    y[2] = plus(plus(sum, 0.25F, t[3]), 4, t[4]);
    y[3] = plus(plus(hn::Add(t[5], difference), 0.125F, t[3]), -8, t[4]);
  }
};

/// Cells of an axis that lie on an image of that extent: first + begin … first + end − 1.
struct Inside {
  int64_t begin;
  int64_t end;
};
HWY_INLINE Inside inside(int64_t first, int64_t cells, int64_t extent) {
  return {std::clamp<int64_t>(-first, 0, cells), std::clamp<int64_t>(extent - first, 0, cells)};
}

template <int kM>
void run_input(const WinogradTiles& tiles, const WinogradImage& image, int64_t lane) {
  constexpr int kN = kM + 2;
  Vector rows[kN][kN];  // columns transformed
  for (int64_t tile = 0; tile < tiles.count; ++tile) {
    const int64_t y = (tiles.first + tile) / tiles.columns * kM - image.pad_y;
    const int64_t x = (tiles.first + tile) % tiles.columns * kM - image.pad_x;
    const Inside ys = inside(y, kN, image.height);
    const Inside xs = inside(x, kN, image.width);
    const bool is_whole = ys.end - ys.begin == kN && xs.end - xs.begin == kN;
    const float* from = image.data + (y * image.width + x) * tiles.block + lane;
    for (int j = 0; j < kN; ++j) {
      Vector d[kN];
      Vector t[kN];
      if (is_whole) {
        unrolled<kN>([&](auto i) INGOT_INLINE_LAMBDA {
          d[i] = hn::LoadU(Tag(), from + (i * image.width + j) * tiles.block);
        });
      } else {
        unrolled<kN>([&](auto i) INGOT_INLINE_LAMBDA {
          const bool is_on = i >= ys.begin && i < ys.end && j >= xs.begin && j < xs.end;
          d[i] = is_on ? hn::LoadU(Tag(), from + (i * image.width + j) * tiles.block)
                       : hn::Zero(Tag());
        });
      }
      Transform<kM>::input(d, t);
      unrolled<kN>([&](auto i) INGOT_INLINE_LAMBDA { rows[i][j] = t[i]; });
    }
    float* to = tiles.transformed + tile * tiles.block + lane;
    for (int i = 0; i < kN; ++i) {
      Vector t[kN];
      Transform<kM>::input(rows[i], t);
      unrolled<kN>([&](auto j) INGOT_INLINE_LAMBDA {
        hn::StoreU(t[j], Tag(), to + (i * kN + j) * tiles.position_stride);
      });
    }
  }
}

template <int kM>
void run_output(const WinogradTiles& tiles, const WinogradOutput& output, int64_t lane) {
  constexpr int kN = kM + 2;
  const Vector bias =
      output.bias == nullptr ? hn::Zero(Tag()) : hn::LoadU(Tag(), output.bias + lane);
  Vector columns[kM][kN];
  for (int64_t tile = 0; tile < tiles.count; ++tile) {
    const float* from = tiles.transformed + tile * tiles.block + lane;
    for (int j = 0; j < kN; ++j) {
      Vector t[kN];
      Vector y[kM];
      unrolled<kN>([&](auto i) INGOT_INLINE_LAMBDA {
        t[i] = hn::LoadU(Tag(), from + (i * kN + j) * tiles.position_stride);
      });
      Transform<kM>::output(t, y);
      unrolled<kM>([&](auto i) INGOT_INLINE_LAMBDA { columns[i][j] = y[i]; });
    }
    const int64_t row = (tiles.first + tile) / tiles.columns * kM;
    const int64_t column = (tiles.first + tile) % tiles.columns * kM;
    const int64_t rows_left = std::min<int64_t>(kM, output.height - row);
    const int64_t columns_left = output.width - column;
    for (int64_t i = 0; i < rows_left; ++i) {
      Vector y[kM];
      Transform<kM>::output(columns[i], y);
      const int64_t offset = ((row + i) * output.width + column) * tiles.block + lane;
      unrolled<kM>([&](auto j) INGOT_INLINE_LAMBDA {
        if (j >= columns_left) return;
        const int64_t at = offset + j * tiles.block;
        Vector sum = output.bias == nullptr ? y[j] : hn::Add(y[j], bias);
        if (output.tail.summand != nullptr) {
          sum = hn::Add(sum, hn::LoadU(Tag(), output.tail.summand + at));
        }
        hn::StoreU(rectify(Tag(), output.tail, sum), Tag(), output.data + at);
      });
    }
  }
}

void run_winograd_input(const WinogradTiles& tiles, const WinogradImage& image) {
  for (int64_t lane = 0; lane < tiles.block; lane += kLanes) {
    if (tiles.m == 2) {
      run_input<2>(tiles, image, lane);
    } else {
      run_input<4>(tiles, image, lane);
    }
  }
}

void run_winograd_output(const WinogradTiles& tiles, const WinogradOutput& output) {
  for (int64_t lane = 0; lane < tiles.block; lane += kLanes) {
    if (tiles.m == 2) {
      run_output<2>(tiles, output, lane);
    } else {
      run_output<4>(tiles, output, lane);
    }
  }
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {
namespace {

using Row = std::array<double, 3>;

/// G: at point p, the filter's polynomial divided by Π (p − q) over the other points q.
std::array<Row, 6> filter_rows(int64_t m) {
  if (m == 2) return {{{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}}};
  return {{{1, 0, 0},
           {1.0 / 3, 1.0 / 3, 1.0 / 3},
           {-1.0 / 3, 1.0 / 3, -1.0 / 3},
           {-16.0 / 15, -8.0 / 15, -4.0 / 15},
           {1.0 / 15, -2.0 / 15, 4.0 / 15},
           {0, 0, 1}}};
}

double dot(const Row& a, const Row& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

}  // namespace

void winograd_filter(int64_t m, const float* filter, float* positions) {
  const auto g = filter_rows(m);
  const auto n = static_cast<size_t>(m + 2);
  for (size_t i = 0; i < n; ++i) {
    Row row;  // of G·g
    for (size_t j = 0; j < 3; ++j) row[j] = dot(g[i], {filter[j], filter[3 + j], filter[6 + j]});
    for (size_t j = 0; j < n; ++j) positions[i * n + j] = static_cast<float>(dot(row, g[j]));
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
