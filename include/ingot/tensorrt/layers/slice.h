/// \file
/// Strided selection.
#pragma once

#include "../layer.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// What stands for elements outside a tensor (TensorRT 7 on).
enum class SampleMode : int32_t {
  kSTRICT_BOUNDS = 0,         ///< Nothing: asking for one is an error.
  kDEFAULT = kSTRICT_BOUNDS,  ///< Name of kSTRICT_BOUNDS in TensorRT 7-9.
  kWRAP = 1,                  ///< The tensor, repeated.
  kCLAMP = 2,                 ///< The nearest element.
  kFILL = 3,                  ///< A given value, 0 by default.
  kREFLECT = 4                ///< The tensor, mirrored; its edge is not repeated.
};
INGOT_ENUM_MAX(SampleMode, 5)

/// Name of SampleMode in TensorRT 7 and 8.
using SliceMode = SampleMode;

/// Selects size elements of each dimension, from start on, stride apart. An implicit batch takes no
/// part. With explicit batch, setInput gives start (1), size (2) and stride (3) as outputs of
/// constant layers of one dimension, until setStart, setSize or setStride is called, and what
/// kFILL takes (4) as one without dimensions. Those that will be given so may be added without
/// dimensions.
class ISliceLayer : public ILayer {
 public:
  /// Sets the first element of each dimension.
  virtual void setStart(const Dims& start) = 0;
  /// First element of each dimension; nbDims of -1 if input 1 gives them.
  virtual Dims getStart() const = 0;
  /// Sets the number of elements of each dimension.
  virtual void setSize(const Dims& size) = 0;
  /// Number of elements of each dimension; nbDims of -1 if input 2 gives them.
  virtual Dims getSize() const = 0;
  /// Sets the distance of the elements of each dimension; negative walks backwards.
  virtual void setStride(const Dims& stride) = 0;
  /// Distance of the elements of each dimension; nbDims of -1 if input 3 gives them.
  virtual Dims getStride() const = 0;
  /// Sets what stands for elements outside the input (TensorRT 7 on).
  virtual void setMode(SampleMode mode) = 0;
  /// What stands for elements outside the input.
  virtual SampleMode getMode() const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
