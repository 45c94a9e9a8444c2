/// \file
/// Extents of tensors and windows, and permutations of them.
#pragma once

#include "enum_max.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Meaning of a dimension; descriptive only (TensorRT 5-7).
enum class DimensionType : int32_t {
  kSPATIAL = 0,  ///< Height, width or depth.
  kCHANNEL = 1,  ///< Channels.
  kINDEX = 2,    ///< Position in a batch.
  kSEQUENCE = 3  ///< Position in a sequence.
};
INGOT_ENUM_MAX(DimensionType, 4)

/// Up to eight extents of 64 bits; Dims from TensorRT 10 on. -1 stands for an extent not known yet.
class Dims64 {
 public:
  static constexpr int32_t MAX_DIMS = 8;  ///< The largest rank.
  int32_t nbDims;                         ///< Rank; -1 where there are no dimensions to give.
  int64_t d[MAX_DIMS];                    ///< Extents, of which the first nbDims count.
};

#if INGOT_DIMS_HAVE_TYPE
/// Up to eight extents; nbDims says how many are in use. -1 stands for an extent not known yet.
class Dims {
 public:
  static constexpr int32_t MAX_DIMS = 8;  ///< The largest rank.
  int32_t nbDims;                         ///< Rank; -1 where there are no dimensions to give.
  int32_t d[MAX_DIMS];                    ///< Extents, of which the first nbDims count.
  DimensionType type[MAX_DIMS];  ///< Descriptive only: no computation reads it (TensorRT 5-7).
};
/// Dims of the level itself.
using Dims32 = Dims;
#else
/// Up to eight extents of 32 bits; Dims in TensorRT 8-9. -1 stands for an extent not known yet.
class Dims32 {
 public:
  static constexpr int32_t MAX_DIMS = 8;  ///< The largest rank.
  int32_t nbDims;                         ///< Rank; -1 where there are no dimensions to give.
  int32_t d[MAX_DIMS];                    ///< Extents, of which the first nbDims count.
};
#if INGOT_DIMS_ARE_64_BIT
/// Extents at this level: of 64 bits from TensorRT 10 on, of 32 before.
using Dims = Dims64;
#else
/// Extents at this level: of 64 bits from TensorRT 10 on, of 32 before.
using Dims = Dims32;
#endif
#endif

namespace impl {
/// Integer type of one extent: 32 bits up to TensorRT 9, 64 bits from TensorRT 10.
#if INGOT_DIMS_ARE_64_BIT
using Extent = int64_t;
#else
using Extent = int32_t;
#endif
}  // namespace impl

/// Two extents.
class Dims2 : public Dims {
 public:
  /// Every extent is 0.
  Dims2() : Dims2(0, 0) {}
  /// The given extents, outermost first.
  Dims2(impl::Extent d0, impl::Extent d1) : Dims() {
    nbDims = 2;
    d[0] = d0;
    d[1] = d1;
  }
};

/// Height and width.
class DimsHW : public Dims2 {
 public:
  /// Every extent is 0.
  DimsHW() : DimsHW(0, 0) {}
  /// The given extents, outermost first.
  DimsHW(impl::Extent height, impl::Extent width) : Dims2(height, width) {}

  /// Height.
  impl::Extent& h() { return d[0]; }
  /// Height.
  impl::Extent h() const { return d[0]; }
  /// Width.
  impl::Extent& w() { return d[1]; }
  /// Width.
  impl::Extent w() const { return d[1]; }
};

/// Three extents.
class Dims3 : public Dims2 {
 public:
  /// Every extent is 0.
  Dims3() : Dims3(0, 0, 0) {}
  /// The given extents, outermost first.
  Dims3(impl::Extent d0, impl::Extent d1, impl::Extent d2) : Dims2(d0, d1) {
    nbDims = 3;
    d[2] = d2;
  }
};

/// Channels, height and width (TensorRT 5-7).
class DimsCHW : public Dims3 {
 public:
  /// Every extent is 0.
  DimsCHW() : DimsCHW(0, 0, 0) {}
  /// The given extents, outermost first.
  DimsCHW(impl::Extent channels, impl::Extent height, impl::Extent width)
      : Dims3(channels, height, width) {
#if INGOT_DIMS_HAVE_TYPE
    type[0] = DimensionType::kCHANNEL;
#endif
  }

  /// Channels.
  impl::Extent& c() { return d[0]; }
  /// Channels.
  impl::Extent c() const { return d[0]; }
  /// Height.
  impl::Extent& h() { return d[1]; }
  /// Height.
  impl::Extent h() const { return d[1]; }
  /// Width.
  impl::Extent& w() { return d[2]; }
  /// Width.
  impl::Extent w() const { return d[2]; }
};

/// Four extents.
class Dims4 : public Dims3 {
 public:
  /// Every extent is 0.
  Dims4() : Dims4(0, 0, 0, 0) {}
  /// The given extents, outermost first.
  Dims4(impl::Extent d0, impl::Extent d1, impl::Extent d2, impl::Extent d3) : Dims3(d0, d1, d2) {
    nbDims = 4;
    d[3] = d3;
  }
};

/// Batch size, channels, height and width (TensorRT 5-7).
class DimsNCHW : public Dims4 {
 public:
  /// Every extent is 0.
  DimsNCHW() : DimsNCHW(0, 0, 0, 0) {}
  /// The given extents, outermost first.
  DimsNCHW(impl::Extent batch, impl::Extent channels, impl::Extent height, impl::Extent width)
      : Dims4(batch, channels, height, width) {
#if INGOT_DIMS_HAVE_TYPE
    type[0] = DimensionType::kINDEX;
    type[1] = DimensionType::kCHANNEL;
#endif
  }

  /// Batch size.
  impl::Extent& n() { return d[0]; }
  /// Batch size.
  impl::Extent n() const { return d[0]; }
  /// Channels.
  impl::Extent& c() { return d[1]; }
  /// Channels.
  impl::Extent c() const { return d[1]; }
  /// Height.
  impl::Extent& h() { return d[2]; }
  /// Height.
  impl::Extent h() const { return d[2]; }
  /// Width.
  impl::Extent& w() { return d[3]; }
  /// Width.
  impl::Extent w() const { return d[3]; }
};

namespace impl {
/// The first two extents, for the two-dimensional getters of layers.
inline DimsHW firstTwo(const Dims& dims) { return DimsHW(dims.d[0], dims.d[1]); }
}  // namespace impl

/// A reordering of dimensions: output dimension i is input dimension order[i].
struct Permutation {
  int32_t order[Dims::MAX_DIMS];  ///< Input dimension of each output dimension.
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
