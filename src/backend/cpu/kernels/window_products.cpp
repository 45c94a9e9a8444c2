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
/// Pixels of a tile of so many vectors of filters. Those of one vector have as many sums as hide
/// the latency of a multiply-add; more would need more addresses.
constexpr int tile_rows(int vectors) {
  constexpr int kMost = kHas32Registers ? 12 : 8;
  return std::clamp(kAccumulators / vectors, 1, kMost);
}

int64_t panels_together() { return kPanels; }

/// Floats of weights that are asked for before they are needed.
constexpr int64_t kAhead = 8 * kFilterPanel;

/// A call's work, and where the vectors of an output pixel lie, from its start on.
struct Call {
  const WindowProducts& work;
  std::array<int64_t, kTileVectors> places{};

  explicit Call(const WindowProducts& products) : work(products) {
    int64_t start = 0;  // of a block of filters
    int64_t lane = 0;
    for (int64_t& place : places) {
      place = start + lane;
      lane += kLanes;
      if (lane < work.block) continue;
      start += work.block_stride;
      lane = 0;
    }
  }
};

/// kRows pixels times kVectors vectors of filters.
template <int kRows, int kVectors>
class TileKernel {
 public:
  static void run(const Call& call, int64_t first) {
    Sums sums;
    start(call, first, sums);
    multiply(call.work, call.work.pixels + first, sums);
    finish(call, first, sums);
  }

 private:
  using Sums = Vector[kRows][kVectors];

  /// body(sum, its vector's place in `base`, which lies as the output does). Addresses stay in
  /// registers: a stored vector may lie anywhere, so what is read behind it is read again.
  template <class T, class Body>
  HWY_INLINE static void for_each(const Call& call, T* base, int64_t first, Sums& sums,
                                  const Body& body) {
    T* columns[kVectors];
    unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA { columns[v] = base + call.places[v]; });
    if (const int32_t* const pixels = call.work.output_pixels; pixels != nullptr) {
      unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
        const int64_t pixel = pixels[first + row];
        unrolled<kVectors>([&](auto v)
                               INGOT_INLINE_LAMBDA { body(sums[row][v], columns[v] + pixel); });
      });
      return;
    }
    const int64_t block = call.work.block;
    unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA { columns[v] += first * block; });
    unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
      unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA {
        body(sums[row][v], columns[v]);
        columns[v] += block;
      });
    });
  }

  HWY_INLINE static void start(const Call& call, int64_t first, Sums& sums) {
    const WindowProducts& work = call.work;
    if (work.accumulates) {
      for_each(call, work.output, first, sums,
               [&](Vector& sum, const float* from)
                   INGOT_INLINE_LAMBDA { sum = hn::LoadU(Tag(), from); });
      return;
    }
    unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA {
      const Vector bias =
          work.bias == nullptr ? hn::Zero(Tag()) : hn::LoadU(Tag(), work.bias + v * kLanes);
      unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA { sums[row][v] = bias; });
    });
  }

  /// Floats from the first pixel of the tile to each of its pixels.
  using Distances = int64_t[kRows];

  HWY_INLINE static void multiply(const WindowProducts& work, const int32_t* pixels, Sums& sums) {
    Distances to;
    unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA { to[row] = pixels[row] - pixels[0]; });
    const float* image = work.image + pixels[0] + work.first_chunk * work.channels.step;
    const float* HWY_RESTRICT weights =
        work.weights + work.first_chunk * work.num_cells * work.channels.lanes * kFilterPanel;
    const int32_t* const cells_end = work.cells + work.num_cells;
    const int64_t panel_stride = work.panel_stride;
    for (int64_t chunk = work.first_chunk; chunk < work.last_chunk; ++chunk) {
      const int64_t lanes =
          chunk + 1 == work.channels.count ? work.channels.last_lanes : work.channels.lanes;
      // Too many streams for the machine to foresee by itself. Two pixels of 8 channels share a
      // line.
      const float* next = image + work.channels.step;
      unrolled<(kRows + 1) / 2>([&](auto i)
                                    INGOT_INLINE_LAMBDA { __builtin_prefetch(next + to[2 * i]); });
      if (work.channels.lanes == 1) {
        for (const int32_t* cell = work.cells; cell != cells_end; ++cell) {
          const float* pixel = image + *cell;
          keep_in_register(pixel);
          add(pixel, to, weights, panel_stride, sums);
          weights += kFilterPanel;
        }
      } else {
        for (const int32_t* cell = work.cells; cell != cells_end; ++cell) {
          add_lanes(image + *cell, to, lanes, weights, panel_stride, sums);
          weights += lanes * kFilterPanel;
        }
      }
      image = next;
    }
  }

  /// One channel of a cell.
  HWY_INLINE static void add(const float* pixel, const Distances& to,
                             const float* HWY_RESTRICT weights, int64_t panel_stride, Sums& sums) {
    Vector right[kVectors];
    unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA {
      right[v] =
          hn::Load(Tag(), weights + v / kPanelVectors * panel_stride + v % kPanelVectors * kLanes);
    });
    unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
      const Vector left = hn::Set(Tag(), pixel[row == 0 ? 0 : to[row]]);
      unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA {
        sums[row][v] = hn::MulAdd(left, right[v], sums[row][v]);
      });
    });
  }

  HWY_INLINE static void add_lanes(const float* pixel, const Distances& to, int64_t lanes,
                                   const float* HWY_RESTRICT weights, int64_t panel_stride,
                                   Sums& sums) {
    if (lanes == kBlockLanes) {
      keep_in_register(pixel);
      unrolled<kBlockLanes>([&](auto lane) INGOT_INLINE_LAMBDA {
        add(pixel + lane, to, weights + lane * kFilterPanel, panel_stride, sums);
      });
      return;
    }
    for (; lanes >= 2; lanes -= 2) {
      keep_in_register(pixel);
      __builtin_prefetch(weights + kAhead);
      __builtin_prefetch(weights + kAhead + kFilterPanel);
      add(pixel, to, weights, panel_stride, sums);
      add(pixel + 1, to, weights + kFilterPanel, panel_stride, sums);
      pixel += 2;
      weights += 2 * kFilterPanel;
    }
    if (lanes > 0) add(pixel, to, weights, panel_stride, sums);
  }

  /// Keeps the compiler from making a pointer of its own for each pixel of the tile, for which
  /// there are too few registers.
  HWY_INLINE static void keep_in_register(const float*& pointer) { asm("" : "+r"(pointer)); }

  HWY_INLINE static void finish(const Call& call, int64_t first, Sums& sums) {
    const WindowProducts& work = call.work;
    if (work.tail.summand != nullptr) {
      for_each(call, work.tail.summand, first, sums,
               [&](Vector& sum, const float* from)
                   INGOT_INLINE_LAMBDA { sum = hn::Add(sum, hn::LoadU(Tag(), from)); });
    }
    with_rectifier(Tag(), work.tail, [&](const auto& rectified) INGOT_INLINE_LAMBDA {
      for_each(call, work.output, first, sums,
               [&](const Vector& sum, float* to)
                   INGOT_INLINE_LAMBDA { hn::StoreU(rectified(sum), Tag(), to); });
    });
  }
};

/// The weights that the call after this one is likely to read: the panels' next chunks or, after
/// the last, the next panels. Asked for little by little, they have come when they are needed.
class NextWeights {
 public:
  NextWeights(const WindowProducts& work, int64_t panels)
      : panels_(panels), panel_stride_(work.panel_stride) {
    const int64_t chunk = work.num_cells * work.channels.lanes * kFilterPanel;
    const bool is_last = work.last_chunk == work.channels.count;
    start_ = work.weights + (is_last ? panels * panel_stride_ : work.last_chunk * chunk);
    size_ = (work.last_chunk - work.first_chunk) * chunk;
  }

  /// Part `index` of `count`.
  void prefetch(int64_t index, int64_t count) const {
    constexpr int64_t kLine = 16;
    constexpr int64_t kMostLines = 64;  // more than the machine can wait for at once
    const int64_t begin = size_ * index / count;
    const int64_t end = std::min(size_ * (index + 1) / count, begin + kMostLines * kLine);
    for (int64_t panel = 0; panel < panels_; ++panel) {
      const float* weights = start_ + panel * panel_stride_;
      for (int64_t i = begin; i < end; i += kLine) __builtin_prefetch(weights + i, 0, 2);
    }
  }

 private:
  int64_t panels_;
  int64_t panel_stride_;
  const float* start_;
  int64_t size_;
};

template <int kVectors, int... kRows>
constexpr auto make_tiles(std::integer_sequence<int, kRows...>) {
  return std::array{TileKernel<kRows + 1, kVectors>::run...};
}

/// In tiles as even as can be.
template <int kVectors>
void run_tiles(const WindowProducts& work) {
  constexpr int kRows = tile_rows(kVectors);
  static constexpr auto kTiles = make_tiles<kVectors>(std::make_integer_sequence<int, kRows>());
  const Call call(work);
  const int64_t count = (work.num_pixels + kRows - 1) / kRows;
  const NextWeights next(work, (kVectors + kPanelVectors - 1) / kPanelVectors);
  for (int64_t tile = 0; tile < count; ++tile) {
    next.prefetch(tile, count);
    const int64_t first = work.num_pixels * tile / count;
    const int64_t last = work.num_pixels * (tile + 1) / count;
    kTiles[static_cast<size_t>(last - first - 1)](call, first);
  }
}

template <int... kVectors>
constexpr auto make_runs(std::integer_sequence<int, kVectors...>) {
  return std::array{run_tiles<kVectors + 1>...};
}

/// As many panels at a time as the sums of a tile are for.
void run_window_products(const WindowProducts& work) {
  static constexpr auto kRuns = make_runs(std::make_integer_sequence<int, kTileVectors>());
  constexpr int64_t kFilters = kPanels * kFilterPanel;
  const int64_t step = kFilters / work.block * work.block_stride;
  WindowProducts part = work;
  for (int64_t left = work.filters; left > 0; left -= kFilters) {
    part.filters = std::min(left, kFilters);
    kRuns[static_cast<size_t>((part.filters - 1) / kLanes)](part);
    part.weights += kPanels * work.panel_stride;
    part.output += step;
    if (part.bias != nullptr) part.bias += kFilters;
    if (part.tail.summand != nullptr) part.tail.summand += step;
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
