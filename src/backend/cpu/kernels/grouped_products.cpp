#include "backend/cpu/kernels/grouped_products.h"

#include <algorithm>
#include <array>
#include <utility>

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/grouped_products.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/register_tail-inl.h"
#include "backend/cpu/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

using Tag = BlockTag;
using Vector = BlockVector;
using IndexTag = hn::RebindToSigned<Tag>;
using Index = hn::Vec<IndexTag>;
constexpr int kLanes = kBlockLanes;
/// Pixels of a tile: their sums and one vector of each stay in registers.
constexpr int kTileRows = HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_NEON ? 12 : 6;

/// One vector of a panel's filters.
struct Filters {
  const WindowProducts& work;
  const float* image;     ///< from which `starts` count
  const float* weights;   ///< [cell, channel, kFilterPanel]
  const float* bias;      ///< null: 0
  const int32_t* starts;  ///< [kLanes]
  int64_t place;          ///< in an output pixel
};

/// A channel of the group of each lane's filter, out of a vector that holds those of all lanes.
class OfOneVector {
 public:
  HWY_INLINE explicit OfOneVector(const int32_t* starts)
      : base_(*starts / kLanes * kLanes),
        first_(hn::Sub(hn::LoadU(IndexTag(), starts),
                       hn::Set(IndexTag(), static_cast<int32_t>(base_)))) {}

  HWY_INLINE Vector load(const float* pixel) const { return hn::LoadU(Tag(), pixel + base_); }
  HWY_INLINE auto lanes_of(int32_t channel) const {
    return hn::IndicesFromVec(Tag(), hn::Add(first_, hn::Set(IndexTag(), channel)));
  }
  template <class Lanes>
  HWY_INLINE static Vector channel_of(const float* /*pixel*/, Vector vector, const Lanes& lanes) {
    return hn::TableLookupLanes(vector, lanes);
  }

 private:
  int64_t base_;
  Index first_;
};

/// The same where all lanes' filters are of one group.
class OfOneGroup {
 public:
  HWY_INLINE explicit OfOneGroup(const int32_t* starts) : start_(*starts) {}

  HWY_INLINE static Vector load(const float* /*pixel*/) { return hn::Zero(Tag()); }
  HWY_INLINE int64_t lanes_of(int32_t channel) const { return start_ + channel; }
  HWY_INLINE static Vector channel_of(const float* pixel, Vector /*vector*/, int64_t channel) {
    return hn::Set(Tag(), pixel[channel]);
  }

 private:
  int64_t start_;
};

template <class Channels, int kRows>
class Tile {
 public:
  static void run(const Filters& filters, int64_t first) {
    Sums sums;
    const Vector bias = filters.bias == nullptr ? hn::Zero(Tag()) : hn::LoadU(Tag(), filters.bias);
    unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA { sums[row] = bias; });
    multiply(filters, filters.work.pixels + first, sums);
    finish(filters, first, sums);
  }

 private:
  using Sums = Vector[kRows];

  HWY_INLINE static void multiply(const Filters& filters, const int32_t* pixels, Sums& sums) {
    const Channels channels(filters.starts);
    const auto count = static_cast<int32_t>(filters.work.channels.lanes);
    const float* weights = filters.weights;
    for (int64_t cell = 0; cell < filters.work.num_cells; ++cell) {
      const float* image = filters.image + filters.work.cells[cell];
      Vector cells[kRows];
      unrolled<kRows>([&](auto row)
                          INGOT_INLINE_LAMBDA { cells[row] = channels.load(image + pixels[row]); });
      for (int32_t channel = 0; channel < count; ++channel) {
        const auto lanes = channels.lanes_of(channel);
        const Vector weight = hn::LoadU(Tag(), weights);
        unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
          sums[row] = hn::MulAdd(channels.channel_of(image + pixels[row], cells[row], lanes),
                                 weight, sums[row]);
        });
        weights += kFilterPanel;
      }
    }
  }

  HWY_INLINE static void finish(const Filters& filters, int64_t first, Sums& sums) {
    const WindowProducts& work = filters.work;
    int64_t offsets[kRows];
    unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
      const int64_t pixel = first + row;
      offsets[row] = filters.place + (work.output_pixels == nullptr ? pixel * work.block
                                                                    : work.output_pixels[pixel]);
    });
    if (const float* const summand = work.tail.summand; summand != nullptr) {
      unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
        sums[row] = hn::Add(sums[row], hn::LoadU(Tag(), summand + offsets[row]));
      });
    }
    float* const output = work.output;
    with_rectifier(Tag(), work.tail, [&](const auto& rectified) INGOT_INLINE_LAMBDA {
      unrolled<kRows>([&](auto row) INGOT_INLINE_LAMBDA {
        hn::StoreU(rectified(sums[row]), Tag(), output + offsets[row]);
      });
    });
  }
};

using RunTile = void (*)(const Filters&, int64_t);

template <class Channels, int... kRows>
constexpr std::array<RunTile, kTileRows> make_tiles(std::integer_sequence<int, kRows...>) {
  return {Tile<Channels, kRows + 1>::run...};
}

void run_grouped_products(const WindowProducts& work, const int32_t* starts) {
  static constexpr std::make_integer_sequence<int, kTileRows> kAllRows;
  static constexpr auto kOfOneVector = make_tiles<OfOneVector>(kAllRows);
  static constexpr auto kOfOneGroup = make_tiles<OfOneGroup>(kAllRows);
  const int64_t count = (work.num_pixels + kTileRows - 1) / kTileRows;
  for (int64_t filter = 0; filter < work.filters; filter += kLanes) {
    const int64_t panel = filter / kFilterPanel * work.panel_stride;
    const Filters filters{.work = work,
                          .image = work.image,
                          .weights = work.weights + panel + filter % kFilterPanel,
                          .bias = work.bias == nullptr ? nullptr : work.bias + filter,
                          .starts = starts + filter,
                          .place = filter / work.block * work.block_stride + filter % work.block};
    const bool is_one_group = filters.starts[0] == filters.starts[kLanes - 1];
    const auto& tiles = is_one_group ? kOfOneGroup : kOfOneVector;
    for (int64_t tile = 0; tile < count; ++tile) {
      const int64_t first = work.num_pixels * tile / count;
      const int64_t last = work.num_pixels * (tile + 1) / count;
      tiles[static_cast<size_t>(last - first - 1)](filters, first);
    }
  }
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(run_grouped_products);

void grouped_products(const WindowProducts& work, const int32_t* starts) {
  HWY_DYNAMIC_DISPATCH(run_grouped_products)(work, starts);
}

}  // namespace ingot::backend::cpu::kernels
#endif
