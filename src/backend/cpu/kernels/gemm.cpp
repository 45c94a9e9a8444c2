#include "backend/cpu/kernels/gemm.h"

#include <algorithm>
#include <array>
#include <utility>

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/gemm.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/register_tail-inl.h"
#include "backend/cpu/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {
using Tag = hn::CappedTag<float, kColumnPanel>;
using Vector = hn::Vec<Tag>;

constexpr int kLanes = hn::MaxLanes(Tag());
constexpr int kPanelVectors = kColumnPanel / kLanes;
constexpr bool kHas32Registers = HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_NEON;
constexpr int kAccumulators = kHas32Registers ? 24 : 12;
constexpr int kMaxPanels = 8;

/// The panels that a tile of that many rows spans, so that its accumulators fill the registers.
constexpr int panels_for(int rows) {
  int panels = 1;
  while (panels < kMaxPanels && 2 * panels * rows * kPanelVectors <= kAccumulators) panels *= 2;
  return panels;
}

/// Rows of a tile: the most that leave registers for one panel (or two of one vector each).
constexpr int kTileRows =
    std::clamp<int>(kAccumulators / (kPanelVectors == 1 ? 2 : kPanelVectors), 1, kRowPanel);
static_assert(kRowPanel % kTileRows == 0);

struct Tile {
  const Gemm& product;
  const float* a;
  const float* b;
  int64_t row;
  int64_t column;
  int64_t columns;  ///< at most those of the tile's vectors, more than all but the last of them
};

/// kRows × (kPanels · kVectors) vectors of c; kVectors of each panel.
template <int kRows, int kPanels, int kVectors>
class TileKernel {
 public:
  static void run(const Tile& tile) {
    Sums sums;
    start(tile, sums);
    multiply(tile, sums);
    finish(tile, sums);
  }

 private:
  static constexpr int kColumns = kPanels * kVectors;

  using Sums = Vector[kRows][kColumns];

  /// body(row, v), constants, for every vector of the tile.
  template <class Body>
  HWY_INLINE static void for_each(const Body& body) {
    unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
      unrolled<kColumns>([&](auto v) INGOT_INLINE_LAMBDA { body(row, v); });
    });
  }

  HWY_INLINE static void start(const Tile& tile, Sums& sums) {
    if (!tile.product.accumulates) {
      for_each([&](auto row, auto v) INGOT_INLINE_LAMBDA { sums[row][v] = hn::Zero(Tag()); });
      return;
    }
    const auto c = place_in(tile, tile.product.c);
    for_each([&](auto row, auto v) INGOT_INLINE_LAMBDA { sums[row][v] = c.load(row, v); });
  }

  HWY_INLINE static void multiply(const Tile& tile, Sums& sums) {
    const int64_t row_stride = tile.product.a.row_stride;
    const int64_t depth_stride = tile.product.a.depth_stride;
    const int64_t panel_stride = tile.product.b.panel_stride;
    const float* HWY_RESTRICT a = tile.a;
    const float* HWY_RESTRICT b = tile.b;
    for (int64_t k = tile.product.depth; k > 0; --k) {
      Vector right[kColumns];
      unrolled<kColumns>([&](auto v) INGOT_INLINE_LAMBDA {
        right[v] = hn::Load(Tag(), b + v / kVectors * panel_stride + v % kVectors * kLanes);
      });
      unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
        const Vector left = hn::Set(Tag(), a[row * row_stride]);
        unrolled<kColumns>([&](auto v) INGOT_INLINE_LAMBDA {
          sums[row][v] = hn::MulAdd(left, right[v], sums[row][v]);
        });
      });
      a += depth_stride;
      b += kColumnPanel;
    }
  }

  HWY_INLINE static void finish(const Tile& tile, Sums& sums) {
    const Gemm& product = tile.product;
    if (product.row_bias != nullptr) {
      for_each([&](auto row, auto v) INGOT_INLINE_LAMBDA {
        sums[row][v] = hn::Add(sums[row][v], hn::Set(Tag(), product.row_bias[tile.row + row]));
      });
    }
    if (product.column_bias != nullptr) {
      const auto bias = place(tile, product.column_bias + tile.column, 0);
      for_each([&](auto row, auto v)
                   INGOT_INLINE_LAMBDA { sums[row][v] = hn::Add(sums[row][v], bias.load(0, v)); });
    }
    if (product.tail.summand != nullptr) {
      const auto summand = place_in(tile, product.tail.summand);
      for_each([&](auto row, auto v) INGOT_INLINE_LAMBDA {
        sums[row][v] = hn::Add(sums[row][v], summand.load(row, v));
      });
    }
    const auto c = place_in(tile, product.c);
    with_rectifier(Tag(), product.tail, [&](const auto& rectified) INGOT_INLINE_LAMBDA {
      for_each([&](auto row, auto v)
                   INGOT_INLINE_LAMBDA { c.store(rectified(sums[row][v]), row, v); });
    });
  }

  /// A tile's part of a matrix. A copy, for stored vectors may lie anywhere.
  template <class T>
  struct Place {
    T* first;
    int64_t row_stride;
    size_t last_lanes;  ///< of a row's last vector; the others are whole

    HWY_INLINE T* at(int row, int v) const { return first + row * row_stride + v * kLanes; }
    HWY_INLINE bool is_whole(int v) const {
      return v + 1 < kColumns || last_lanes == size_t{kLanes};
    }
    HWY_INLINE Vector load(int row, int v) const {
      return is_whole(v) ? hn::LoadU(Tag(), at(row, v)) : load_part(Tag(), at(row, v), last_lanes);
    }
    HWY_INLINE void store(Vector sum, int row, int v) const {
      if (is_whole(v)) {
        hn::StoreU(sum, Tag(), at(row, v));
      } else {
        store_part(sum, Tag(), at(row, v), last_lanes);
      }
    }
  };
  /// From `first` on, `row_stride` floats from one row to the next.
  template <class T>
  HWY_INLINE static Place<T> place(const Tile& tile, T* first, int64_t row_stride) {
    return {first, row_stride, static_cast<size_t>(tile.columns - (kColumns - 1) * kLanes)};
  }
  /// In a matrix that lies as c does.
  template <class T>
  HWY_INLINE static Place<T> place_in(const Tile& tile, T* matrix) {
    const int64_t stride = tile.product.c_stride;
    return place(tile, matrix + tile.row * stride + tile.column, stride);
  }
};

using RunTile = void (*)(const Tile&);

/// The tiles of one height: as many panels as registers hold, and parts of one panel by vectors.
struct TileSet {
  int64_t panels;
  RunTile whole;
  std::array<RunTile, kPanelVectors> part;
};

template <int kRows, int... kVectors>
constexpr TileSet make_set(std::integer_sequence<int, kVectors...>) {
  return {panels_for(kRows),
          TileKernel<kRows, panels_for(kRows), kPanelVectors>::run,
          {TileKernel<kRows, 1, kVectors + 1>::run...}};
}

template <int... kRows>
constexpr std::array<TileSet, sizeof...(kRows)> make_sets(std::integer_sequence<int, kRows...>) {
  return {make_set<kRows + 1>(std::make_integer_sequence<int, kPanelVectors>())...};
}

constexpr auto kTileSets = make_sets(std::make_integer_sequence<int, kTileRows>());

/// Rows first…last−1, `step` at a time. A panel of b stays in the first cache for all of them.
void sweep(const Gemm& product, int64_t first, int64_t last, int64_t step) {
  const TileSet& tiles = kTileSets[static_cast<size_t>(step - 1)];
  int64_t width = 0;
  for (int64_t column = 0; column < product.columns; column += width) {
    const int64_t left = product.columns - column;
    const bool is_whole = left >= tiles.panels * kColumnPanel;
    width = is_whole ? tiles.panels * kColumnPanel : std::min(left, kColumnPanel);
    const RunTile run =
        is_whole ? tiles.whole : tiles.part[static_cast<size_t>((width - 1) / kLanes)];
    const float* b = product.b.at(0, column).data;
    for (int64_t row = first; row < last; row += step) {
      const RowPanels& a = product.a;
      run({product, a.data + row / kRowPanel * a.panel_stride + row % kRowPanel * a.row_stride, b,
           row, column, width});
    }
  }
}

void run_gemm(const Gemm& product) {
  const int64_t whole = product.rows / kTileRows * kTileRows;
  if (whole > 0) sweep(product, 0, whole, kTileRows);
  if (whole < product.rows) sweep(product, whole, product.rows, product.rows - whole);
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(run_gemm);

void gemm(const Gemm& product) { HWY_DYNAMIC_DISPATCH(run_gemm)(product); }

}  // namespace ingot::backend::cpu::kernels
#endif
