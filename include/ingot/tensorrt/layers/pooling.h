/// \file
/// Pooling.
#pragma once

#include "convolution.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// What becomes of the elements of a window.
enum class PoolingType : int32_t {
  kMAX = 0,               ///< Their maximum.
  kAVERAGE = 1,           ///< Their mean.
  kMAX_AVERAGE_BLEND = 2  ///< (1 - blend factor) * maximum + blend factor * mean.
};
INGOT_ENUM_MAX(PoolingType, 3)

/// Reduces windows of each channel, in two or three spatial dimensions.
class IPoolingLayer : public ILayer {
 public:
  /// Sets the reduction.
  virtual void setPoolingType(PoolingType type) = 0;
  /// Reduction.
  virtual PoolingType getPoolingType() const = 0;
  /// Sets the weight of the mean in kMAX_AVERAGE_BLEND, from 0 to 1; 0 by default.
  virtual void setBlendFactor(float blendFactor) = 0;
  /// Weight of the mean.
  virtual float getBlendFactor() const = 0;
  /// Sets whether a mean divides by the elements inside the input only; true by default.
  virtual void setAverageCountExcludesPadding(bool exclusive) = 0;
  /// Whether padding is left out of the divisor.
  virtual bool getAverageCountExcludesPadding() const = 0;

  /// Sets the padding before the first element of each spatial dimension; 0 by default.
  virtual void setPrePadding(const Dims& padding) = 0;
  /// Padding before.
  virtual Dims getPrePadding() const = 0;
  /// Sets the padding after the last element of each spatial dimension; 0 by default.
  virtual void setPostPadding(const Dims& padding) = 0;
  /// Padding after.
  virtual Dims getPostPadding() const = 0;
  /// Sets the padding mode; kEXPLICIT_ROUND_DOWN by default. The kSAME modes override the padding.
  virtual void setPaddingMode(PaddingMode paddingMode) = 0;
  /// Padding mode.
  virtual PaddingMode getPaddingMode() const = 0;

  /// Sets the window (TensorRT 6 on).
  virtual void setWindowSizeNd(const Dims& windowSize) = 0;
  /// Window.
  virtual Dims getWindowSizeNd() const = 0;
  /// Sets the stride; 1 by default (TensorRT 6 on).
  virtual void setStrideNd(const Dims& stride) = 0;
  /// Stride.
  virtual Dims getStrideNd() const = 0;
  /// Sets the padding before and after to the same extents (TensorRT 6 on).
  virtual void setPaddingNd(const Dims& padding) = 0;
  /// Padding before, with an error if the padding after differs.
  virtual Dims getPaddingNd() const = 0;

  /// Two-dimensional forms of the methods above (TensorRT 5-9).
  /// \{
  void setWindowSize(DimsHW windowSize) { setWindowSizeNd(windowSize); }
  DimsHW getWindowSize() const { return impl::firstTwo(getWindowSizeNd()); }
  void setStride(DimsHW stride) { setStrideNd(stride); }
  DimsHW getStride() const { return impl::firstTwo(getStrideNd()); }
  void setPadding(DimsHW padding) { setPaddingNd(padding); }
  DimsHW getPadding() const { return impl::firstTwo(getPaddingNd()); }
  /// \}
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
