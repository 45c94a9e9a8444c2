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
  float* c;
  int64_t row;
  int64_t column;
  int64_t columns;  ///< at most those of the tile's vectors, more than all but the last of them
};

/// kRows × (kPanels · kVectors) vectors of c; kVectors of each panel.
template <int kRows, int kPanels, int kVectors>
class TileKernel {
 public:
  static void run(const Tile& tile) {
    Vector sums[kRows][kColumns];
    start(tile, sums);
    multiply(tile, sums);
    finish(tile, sums);
  }

 private:
  static constexpr int kColumns = kPanels * kVectors;

  HWY_INLINE static void start(const Tile& tile, Vector (&sums)[kRows][kColumns]) {
    unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
      unrolled<kColumns>([&](auto v) INGOT_INLINE_LAMBDA {
        sums[row][v] = tile.product.accumulates ? load(tile, row, v) : hn::Zero(Tag());
      });
    });
  }

  HWY_INLINE static void multiply(const Tile& tile, Vector (&sums)[kRows][kColumns]) {
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

  HWY_INLINE static void finish(const Tile& tile, Vector (&sums)[kRows][kColumns]) {
    const Gemm& product = tile.product;
    unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
      unrolled<kColumns>([&](auto v) INGOT_INLINE_LAMBDA {
        Vector sum = sums[row][v];
        if (product.row_bias != nullptr) {
          sum = hn::Add(sum, hn::Set(Tag(), product.row_bias[tile.row + row]));
        }
        if (product.column_bias != nullptr) sum = hn::Add(sum, column_bias(tile, v));
        if (product.tail.summand != nullptr) sum = hn::Add(sum, summand(tile, row, v));
        store(tile, row, v, rectify(Tag(), product.tail, sum));
      });
    });
  }

  HWY_INLINE static bool is_whole(const Tile& tile, int v) {
    return (v + 1) * kLanes <= tile.columns;
  }
  HWY_INLINE static size_t lanes_left(const Tile& tile, int v) {
    return static_cast<size_t>(tile.columns - v * kLanes);
  }
  HWY_INLINE static Vector load_from(const Tile& tile, int v, const float* from) {
    return is_whole(tile, v) ? hn::LoadU(Tag(), from) : load_part(Tag(), from, lanes_left(tile, v));
  }
  HWY_INLINE static Vector load(const Tile& tile, int row, int v) {
    return load_from(tile, v, tile.c + row * tile.product.c_stride + v * kLanes);
  }
  HWY_INLINE static Vector summand(const Tile& tile, int row, int v) {
    const float* first = tile.product.tail.summand + (tile.c - tile.product.c);
    return load_from(tile, v, first + row * tile.product.c_stride + v * kLanes);
  }
  HWY_INLINE static Vector column_bias(const Tile& tile, int v) {
    return load_from(tile, v, tile.product.column_bias + tile.column + v * kLanes);
  }
  HWY_INLINE static void store(const Tile& tile, int row, int v, Vector sum) {
    float* to = tile.c + row * tile.product.c_stride + v * kLanes;
    if (is_whole(tile, v)) {
      hn::StoreU(sum, Tag(), to);
    } else {
      store_part(sum, Tag(), to, lanes_left(tile, v));
    }
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
           product.c + row * product.c_stride + column, row, column, width});
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
