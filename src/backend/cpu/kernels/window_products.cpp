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
constexpr int kPanels = kPanelVectors <= 2 ? 2 : 1;
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

/// The weights of so many panels that are read after those of some tiles. Where few tiles share the
/// weights, memory is slower than the products, and tiles in order ask for some of the next ones in
/// each chunk: they have come when they are needed.
class NextWeights {
 public:
  /// Of `count` tiles; `start`: where the next weights lie, as many as the tiles' own. None where a
  /// tile's share is little, nor for a single tile, which waits for its own weights.
  NextWeights(const WindowProducts& work, int64_t panels, const float* start, int64_t count)
      : panels_(panels), panel_stride_(work.panel_stride), start_(start), count_(count) {
    constexpr int64_t kWorthIt = 16;  // lines of a tile
    const int64_t chunks = work.last_chunk - work.first_chunk;
    size_ = chunks * work.num_cells * work.channels.lanes * kFilterPanel;
    if (count == 1 || size_ <= kWorthIt * kLine * count) return;
    lines_of_chunk_ = (size_ / count / kLine + chunks - 1) / chunks;
  }

  /// Tiles `first` to `last` begin, which ask for as much of all.
  void begin(int64_t first, int64_t last) {
    if (!are_worth_it()) return;
    next_ = start_ + size_ * first / count_;
    end_ = start_ + size_ * last / count_;
  }

  bool are_worth_it() const { return lines_of_chunk_ > 0; }
  HWY_INLINE void prefetch_for_chunk() {
    for (int64_t i = 0; i < lines_of_chunk_ && next_ < end_; ++i, next_ += kLine) {
      __builtin_prefetch(next_, 0, 2);
      if (panels_ > 1) __builtin_prefetch(next_ + panel_stride_, 0, 2);
    }
  }

 private:
  static constexpr int64_t kLine = 16;
  static_assert(kPanels <= 2);

  int64_t panels_;
  int64_t panel_stride_;
  const float* start_;
  int64_t count_;
  int64_t size_;
  const float* next_ = nullptr;
  const float* end_ = nullptr;
  int64_t lines_of_chunk_ = 0;
};

/// Tiles of kRows pixels times kVectors vectors of filters.
template <int kRows, int kVectors>
class TileKernel {
 public:
  /// `count` of them, from pixel `first` on.
  static void run(const Call& call, int64_t first, int64_t count, const NextWeights& next) {
    const WindowProducts& work = call.work;
    if (work.channels.lanes == kBlock && work.num_cells == 1 && work.are_pixels_in_order &&
        work.block == kBlock) {
      return next.are_worth_it() ? run_in_order<true>(call, first, count, next)
                                 : run_in_order<false>(call, first, count, next);
    }
    if (work.channels.lanes == 1) return run_as<Linear>(call, first, count);
    if (work.channels.lanes != kBlock) return run_as<OtherBlocks>(call, first, count);
    if (work.num_cells != 1) return run_as<Blocks>(call, first, count);
    run_as<BlocksOfCell>(call, first, count);
  }

 private:
  using Sums = Vector[kRows][kVectors];

  /// Floats from the first pixel of a tile to each of them.
  class Distances {
   public:
    HWY_INLINE explicit Distances(const int32_t* pixels) {
      unrolled<kRows>([&](auto row)
                          INGOT_INLINE_LAMBDA { distances_[row] = pixels[row] - pixels[0]; });
    }
    HWY_INLINE int64_t operator[](int row) const { return distances_[row]; }

   private:
    int64_t distances_[kRows];
  };

  /// Those of pixels one after another, from pixel `first` on: numbers in the instructions.
  class Steps {
   public:
    HWY_INLINE explicit Steps(int64_t first = 0) : first_(first * kBlock) {}
    HWY_INLINE int64_t operator[](int row) const { return first_ + row * kBlock; }

   private:
    int64_t first_;
  };

  /// Where a tile's pixels lie in the output.
  class Places {
   public:
    HWY_INLINE Places(const WindowProducts& work, int64_t first)
        : pixels_(work.output_pixels), first_(first), block_(work.block) {}
    HWY_INLINE int64_t operator[](int row) const {
      return pixels_ == nullptr ? (first_ + row) * block_ : pixels_[first_ + row];
    }

   private:
    const int32_t* pixels_;
    int64_t first_;
    int64_t block_;
  };

  /// What tiles share is a copy: a stored vector may lie anywhere, so that what is behind an
  /// address would be read again for each of them. Each way to multiply has a function of its own,
  /// in whose loop the sums stay in registers.
  template <class Way>
  static HWY_NOINLINE void run_as(const Call& call, int64_t first, int64_t count) {
    const WindowProducts work = call.work;
    const Columns<float> outputs(work.output, call);
    for (const int64_t end = first + count * kRows; first != end; first += kRows) {
      const Places places(work, first);
      Sums sums;
      start(work, outputs, places, sums);
      Way::multiply(work, work.pixels + first, sums);
      finish(call, work, outputs, places, sums);
    }
  }

  /// The same of pixels in order; kAsks: for the next weights in each chunk.
  template <bool kAsks>
  static HWY_NOINLINE void run_in_order(const Call& call, int64_t first, int64_t count,
                                        const NextWeights& next_weights) {
    const WindowProducts work = call.work;
    [[maybe_unused]] NextWeights next = next_weights;
    const Columns<float> outputs(work.output, call);
    const float* image = first_image(work, work.pixels + first) + work.cells[0];
    for (const int64_t end = first + count * kRows; first != end; first += kRows) {
      const Steps places(first);
      Sums sums;
      start(work, outputs, places, sums);
      multiply_cell(work, image, Steps(), sums, [&] {
        if constexpr (kAsks) {
          next.prefetch_for_chunk();
        }
      });
      finish(call, work, outputs, places, sums);
      image += kRows * kBlock;
    }
  }

  /// Where a pixel's vectors lie in what lies as the output does, from the pixel's place on.
  template <class T>
  class Columns {
   public:
    HWY_INLINE Columns(T* base, const Call& call) {
      unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA { columns_[v] = base + call.places[v]; });
    }
    HWY_INLINE T* operator[](int v) const { return columns_[v]; }

   private:
    T* columns_[kVectors];
  };

  /// body(sum, where its vector lies)
  template <class T, class OutputPlaces, class Body>
  HWY_INLINE static void for_each(const Columns<T>& columns, const OutputPlaces& places, Sums& sums,
                                  const Body& body) {
    unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
      const int64_t place = places[row];
      unrolled<kVectors>([&](auto v)
                             INGOT_INLINE_LAMBDA { body(sums[row][v], columns[v] + place); });
    });
  }

  template <class OutputPlaces>
  HWY_INLINE static void start(const WindowProducts& work, const Columns<float>& outputs,
                               const OutputPlaces& places, Sums& sums) {
    if (work.accumulates) {
      for_each(outputs, places, sums, [&](Vector& sum, const float* from) INGOT_INLINE_LAMBDA {
        sum = hn::LoadU(Tag(), from);
      });
      return;
    }
    unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA {
      const Vector bias =
          work.bias == nullptr ? hn::Zero(Tag()) : hn::LoadU(Tag(), work.bias + v * kLanes);
      unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA { sums[row][v] = bias; });
    });
  }

  /// Products of a linear image.
  struct Linear {
    HWY_INLINE static void multiply(const WindowProducts& work, const int32_t* pixels, Sums& sums) {
      const Distances to(pixels);
      const float* image = first_image(work, pixels);
      const float* HWY_RESTRICT weights = first_weights(work);
      const int32_t* const cells_end = work.cells + work.num_cells;
      for (int64_t chunk = work.first_chunk; chunk < work.last_chunk; ++chunk) {
        prefetch(image + work.channels.step, to);
        for (const int32_t* cell = work.cells; cell != cells_end; ++cell) {
          const float* pixel = image + *cell;
          keep_in_register(pixel);
          add(pixel, to, weights, work.panel_stride, sums);
          weights += kFilterPanel;
        }
        image += work.channels.step;
      }
    }
  };

  /// Of other blocks than this target's.
  struct OtherBlocks {
    HWY_INLINE static void multiply(const WindowProducts& work, const int32_t* pixels, Sums& sums) {
      const Distances to(pixels);
      const float* image = first_image(work, pixels);
      const float* HWY_RESTRICT weights = first_weights(work);
      const int32_t* const cells_end = work.cells + work.num_cells;
      for (int64_t chunk = work.first_chunk; chunk < work.last_chunk; ++chunk) {
        const int64_t lanes =
            chunk + 1 == work.channels.count ? work.channels.last_lanes : work.channels.lanes;
        for (const int32_t* cell = work.cells; cell != cells_end; ++cell) {
          add_lanes(image + *cell, to, lanes, weights, work.panel_stride, sums);
          weights += lanes * kFilterPanel;
        }
        image += work.channels.step;
      }
    }
  };

  /// Of one of this target's blocks, the last of which may be cut.
  struct Blocks {
    HWY_INLINE static void multiply(const WindowProducts& work, const int32_t* pixels, Sums& sums) {
      const Distances to(pixels);
      const int64_t step = work.channels.step;
      const float* image = first_image(work, pixels);
      const float* const last = image + whole_blocks(work) * step;
      const float* HWY_RESTRICT weights = first_weights(work);
      const int32_t* const cells_end = work.cells + work.num_cells;
      for (; image != last; image += step) {
        prefetch(image + step, to);
        for (const int32_t* cell = work.cells; cell != cells_end; ++cell) {
          add_block(image + *cell, to, weights, work.panel_stride, sums);
          weights += kBlock * kFilterPanel;
        }
      }
      if (!is_cut(work)) return;
      const int64_t lanes = work.channels.last_lanes;
      for (const int32_t* cell = work.cells; cell != cells_end; ++cell) {
        add_lanes(image + *cell, to, lanes, weights, work.panel_stride, sums);
        weights += lanes * kFilterPanel;
      }
    }
  };

  /// Of a single cell.
  struct BlocksOfCell {
    HWY_INLINE static void multiply(const WindowProducts& work, const int32_t* pixels, Sums& sums) {
      multiply_cell(work, first_image(work, pixels) + work.cells[0], Distances(pixels), sums,
                    [] {});
    }
  };

  /// Without a loop over cells: where another program has half of the core, each instruction beside
  /// the products counts. Calls ask() for each whole block.
  template <class Pixels, class Ask>
  HWY_INLINE static void multiply_cell(const WindowProducts& work, const float* image,
                                       const Pixels& to, Sums& sums, const Ask& ask) {
    const int64_t step = work.channels.step;
    const float* const last = image + whole_blocks(work) * step;
    const float* HWY_RESTRICT weights = first_weights(work);
    for (; image != last; image += step, weights += kBlock * kFilterPanel) {
      prefetch(image + step, to);
      ask();
      add_block(image, to, weights, work.panel_stride, sums);
    }
    if (is_cut(work)) {
      add_lanes(image, to, work.channels.last_lanes, weights, work.panel_stride, sums);
    }
  }

  static const float* first_image(const WindowProducts& work, const int32_t* pixels) {
    return work.image + pixels[0] + work.first_chunk * work.channels.step;
  }
  /// Whether the call's last block has fewer channels.
  static bool is_cut(const WindowProducts& work) {
    return work.last_chunk == work.channels.count && work.channels.last_lanes < kBlock;
  }
  static int64_t whole_blocks(const WindowProducts& work) {
    return work.last_chunk - work.first_chunk - (is_cut(work) ? 1 : 0);
  }
  static const float* first_weights(const WindowProducts& work) {
    return work.weights + work.first_chunk * work.num_cells * work.channels.lanes * kFilterPanel;
  }

  /// Too many streams for the machine to foresee by itself. Two pixels of 8 channels share a line.
  template <class Pixels>
  HWY_INLINE static void prefetch(const float* image, const Pixels& to) {
    unrolled<(kRows + 1) / 2>([&](auto i)
                                  INGOT_INLINE_LAMBDA { __builtin_prefetch(image + to[2 * i]); });
  }

  /// One channel of a cell. What there is less of, pixels or vectors of filters, stays in
  /// registers.
  template <class Pixels>
  HWY_INLINE static void add(const float* pixel, const Pixels& to,
                             const float* HWY_RESTRICT weights, int64_t panel_stride, Sums& sums) {
    const auto left = [&](auto row) INGOT_INLINE_LAMBDA { return hn::Set(Tag(), pixel[to[row]]); };
    const auto right = [&](auto v) INGOT_INLINE_LAMBDA {
      return hn::Load(Tag(),
                      weights + v / kPanelVectors * panel_stride + v % kPanelVectors * kLanes);
    };
    if constexpr (kVectors <= kRows) {
      Vector filters[kVectors];
      unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA { filters[v] = right(v); });
      unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
        const Vector own = left(row);
        unrolled<kVectors>([&](auto v)
                               INGOT_INLINE_LAMBDA { add_product(sums[row][v], own, filters[v]); });
      });
    } else {
      Vector image[kRows];
      unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA { image[row] = left(row); });
      unrolled<kVectors>([&](auto v) INGOT_INLINE_LAMBDA {
        const Vector own = right(v);
        unrolled<kRows>([&](auto row)
                            INGOT_INLINE_LAMBDA { add_product(sums[row][v], image[row], own); });
      });
    }
  }

  /// A block of channels of a cell.
  template <class Pixels>
  HWY_INLINE static void add_block(const float* pixel, const Pixels& to,
                                   const float* HWY_RESTRICT weights, int64_t panel_stride,
                                   Sums& sums) {
    keep_in_register(pixel);
    unrolled<kBlock>([&](auto lane) INGOT_INLINE_LAMBDA {
      add(pixel + lane, to, weights + lane * kFilterPanel, panel_stride, sums);
    });
  }

  /// Fewer channels.
  template <class Pixels>
  HWY_INLINE static void add_lanes(const float* pixel, const Pixels& to, int64_t lanes,
                                   const float* HWY_RESTRICT weights, int64_t panel_stride,
                                   Sums& sums) {
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

  template <class OutputPlaces>
  HWY_INLINE static void finish(const Call& call, const WindowProducts& work,
                                const Columns<float>& outputs, const OutputPlaces& places,
                                Sums& sums) {
    if (work.tail.summand != nullptr) {
      for_each(Columns<const float>(work.tail.summand, call), places, sums,
               [&](Vector& sum, const float* from)
                   INGOT_INLINE_LAMBDA { sum = hn::Add(sum, hn::LoadU(Tag(), from)); });
    }
    with_rectifier(Tag(), work.tail, [&](const auto& rectified) INGOT_INLINE_LAMBDA {
      for_each(outputs, places, sums, [&](const Vector& sum, float* to) INGOT_INLINE_LAMBDA {
        hn::StoreU(rectified(sum), Tag(), to);
      });
    });
  }
};

template <int kVectors, int... kRows>
constexpr auto make_tiles(std::integer_sequence<int, kRows...>) {
  return std::array{TileKernel<kRows + 1, kVectors>::run...};
}

/// Tiles as even as can be, short ones several at once.
struct Tiles {
  int64_t count;
  int64_t larger;  ///< the first ones, which have one pixel more
  int64_t rows;    ///< of a smaller one
  int64_t at_once;

  Tiles(const WindowProducts& work, int64_t most_rows) {
    constexpr int64_t kShort = 64;  // chunks and cells
    const int64_t depth = (work.last_chunk - work.first_chunk) * work.num_cells;
    count = (work.num_pixels + most_rows - 1) / most_rows;
    larger = work.num_pixels % count;
    rows = work.num_pixels / count;
    at_once = std::clamp<int64_t>(kShort / std::max<int64_t>(1, depth), 1, 8);
  }
};

template <int kVectors>
void run_tiles(const WindowProducts& work, const Tiles& tiles, const float* next_weights) {
  static constexpr auto kTiles =
      make_tiles<kVectors>(std::make_integer_sequence<int, tile_rows(kVectors)>());
  const Call call(work);
  NextWeights next(work, (kVectors + kPanelVectors - 1) / kPanelVectors, next_weights, tiles.count);
  int64_t rows = tiles.rows + 1;
  int64_t pixel = 0;
  for (int64_t tile = 0; tile < tiles.count;) {
    if (tile == tiles.larger) --rows;
    const int64_t last =
        std::min(tile + tiles.at_once, tile < tiles.larger ? tiles.larger : tiles.count);
    next.begin(tile, last);
    kTiles[static_cast<size_t>(rows - 1)](call, pixel, last - tile, next);
    pixel += (last - tile) * rows;
    tile = last;
  }
}

template <int... kVectors>
constexpr auto make_runs(std::integer_sequence<int, kVectors...>) {
  return std::array{run_tiles<kVectors + 1>...};
}

/// As many panels at a time as the sums of a tile are for, or one where a single tile of it has all
/// pixels: each weight is read once then.
void run_window_products(const WindowProducts& work) {
  if (work.num_pixels == 0 || work.filters == 0) return;
  static constexpr auto kRuns = make_runs(std::make_integer_sequence<int, kTileVectors>());
  const auto is_one_tile = [&](int vectors) { return work.num_pixels <= tile_rows(vectors); };
  const int64_t panels = is_one_tile(kPanelVectors) && !is_one_tile(kTileVectors) ? 1 : kPanels;
  const int64_t filters = panels * kFilterPanel;
  const int64_t step = filters / work.block * work.block_stride;
  const auto vectors_of = [](int64_t count) { return (count + kLanes - 1) / kLanes; };
  const int64_t vectors = vectors_of(filters);
  const int64_t last_vectors = vectors_of((work.filters - 1) % filters + 1);
  const Tiles tiles(work, tile_rows(static_cast<int>(vectors)));
  const Tiles last_tiles(work, tile_rows(static_cast<int>(last_vectors)));
  const int64_t chunk = work.num_cells * work.channels.lanes * kFilterPanel;
  for (int64_t i = 0; i < work.batch; ++i) {
    WindowProducts part = work;
    part.image += i * work.image_step;
    part.weights += i * work.weights_step;
    part.output += i * work.output_step;
    for (int64_t left = work.filters; left > 0; left -= filters) {
      const bool is_last = left <= filters;
      // The next panels' chunks, behind the last panels the first ones' next chunks, and behind
      // those what lies behind.
      const float* next = part.weights + panels * work.panel_stride;
      if (!is_last) {
        next += work.first_chunk * chunk;
      } else if (work.last_chunk < work.channels.count) {
        next = work.weights + i * work.weights_step + work.last_chunk * chunk;
      }
      kRuns[static_cast<size_t>((is_last ? last_vectors : vectors) - 1)](
          part, is_last ? last_tiles : tiles, next);
      part.weights += panels * work.panel_stride;
      part.output += step;
      if (part.bias != nullptr) part.bias += filters;
      if (part.tail.summand != nullptr) part.tail.summand += step;
    }
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
