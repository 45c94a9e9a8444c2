#include "backend/cpu/kernels/window_products.h"

#include <algorithm>
#include <array>
#include <utility>

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/window_products.cpp"
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
constexpr int kPanelVectors = kFilterPanel / kLanes;
constexpr bool kHas32Registers = HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_NEON;
constexpr int kAccumulators = kHas32Registers ? 24 : 12;
constexpr int kPanels = kPanelVectors == 1 ? 2 : 1;
constexpr int kTileVectors = kPanels * kPanelVectors;
/// Pixels of a tile.
constexpr int kTileRows = std::max(1, kAccumulators / kTileVectors);

int64_t panels_together() { return kPanels; }

/// kRows pixels times kVectors vectors of filters.
template <int kRows, int kVectors>
class TileKernel {
 public:
  static void run(const WindowProducts& work, int64_t first) {
    Vector sums[kRows][kVectors];
    start(work, first, sums);
    multiply(work, work.pixels + first, sums);
    finish(work, first, sums);
  }

 private:
  HWY_INLINE static float* at(const WindowProducts& work, int64_t pixel, int v) {
    const int64_t filter = v * kLanes;
    return work.output + pixel * work.block + filter / work.block * work.block_stride +
           filter % work.block;
  }

  HWY_INLINE static void start(const WindowProducts& work, int64_t first,
                               Vector (&sums)[kRows][kVectors]) {
    unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
      unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA {
        sums[row][v] =
            work.accumulates ? hn::LoadU(Tag(), at(work, first + row, v)) : hn::Zero(Tag());
      });
    });
  }

  HWY_INLINE static void multiply(const WindowProducts& work, const int32_t* pixels,
                                  Vector (&sums)[kRows][kVectors]) {
    const float* rows[kRows];
    unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA { rows[row] = work.image + pixels[row]; });
    const int64_t panel_stride = work.panel_stride;
    const float* HWY_RESTRICT weights =
        work.weights + work.first_chunk * work.num_cells * work.channels.lanes * kFilterPanel;
    for (int64_t chunk = work.first_chunk; chunk < work.last_chunk; ++chunk) {
      const int64_t lanes =
          chunk + 1 == work.channels.count ? work.channels.last_lanes : work.channels.lanes;
      // Too many streams for the machine to foresee by itself.
      const int64_t next = (chunk + 1) * work.channels.step;
      unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA { __builtin_prefetch(rows[row] + next); });
      for (int64_t cell = 0; cell < work.num_cells; ++cell) {
        int64_t offset = chunk * work.channels.step + work.cells[cell];
        for (const int64_t end = offset + lanes; offset < end; ++offset) {
          Vector right[kVectors];
          unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA {
            right[v] = hn::Load(
                Tag(), weights + v / kPanelVectors * panel_stride + v % kPanelVectors * kLanes);
          });
          unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
            const Vector left = hn::Set(Tag(), rows[row][offset]);
            unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA {
              sums[row][v] = hn::MulAdd(left, right[v], sums[row][v]);
            });
          });
          weights += kFilterPanel;
        }
      }
    }
  }

  HWY_INLINE static void finish(const WindowProducts& work, int64_t first,
                                Vector (&sums)[kRows][kVectors]) {
    unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA {
      const Vector bias =
          work.bias == nullptr ? hn::Zero(Tag()) : hn::LoadU(Tag(), work.bias + v * kLanes);
      unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
        float* to = at(work, first + row, v);
        Vector sum = work.bias == nullptr ? sums[row][v] : hn::Add(sums[row][v], bias);
        if (work.tail.summand != nullptr) {
          sum = hn::Add(sum, hn::LoadU(Tag(), work.tail.summand + (to - work.output)));
        }
        hn::StoreU(rectify(Tag(), work.tail, sum), Tag(), to);
      });
    });
  }
};

using RunTile = void (*)(const WindowProducts&, int64_t);
using Rows = std::array<RunTile, kTileRows>;

template <int kVectors, int... kRows>
constexpr Rows make_rows(std::integer_sequence<int, kRows...>) {
  return {TileKernel<kRows + 1, kVectors>::run...};
}

template <int... kVectors>
constexpr std::array<Rows, sizeof...(kVectors)> make_tiles(
    std::integer_sequence<int, kVectors...>) {
  return {make_rows<kVectors + 1>(std::make_integer_sequence<int, kTileRows>())...};
}

/// By vectors, then by rows.
constexpr auto kTiles = make_tiles(std::make_integer_sequence<int, kTileVectors>());

/// In tiles as even as can be.
void run_window_products(const WindowProducts& work) {
  const int64_t vectors = (work.filters + kLanes - 1) / kLanes;
  const Rows& tiles = kTiles[static_cast<size_t>(vectors - 1)];
  const int64_t count = (work.num_pixels + kTileRows - 1) / kTileRows;
  for (int64_t tile = 0; tile < count; ++tile) {
    const int64_t first = work.num_pixels * tile / count;
    const int64_t last = work.num_pixels * (tile + 1) / count;
    tiles[static_cast<size_t>(last - first - 1)](work, first);
  }
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(panels_together);
HWY_EXPORT(run_window_products);

int64_t filter_panels_together() { return HWY_DYNAMIC_DISPATCH(panels_together)(); }

void window_products(const WindowProducts& work) {
  HWY_DYNAMIC_DISPATCH(run_window_products)(work);
}

}  // namespace ingot::backend::cpu::kernels
#endif
