/// \file
/// Padding with zeros.
#pragma once

#include "../layer.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Adds zeros around the last two dimensions; a negative extent cuts elements off.
class IPaddingLayer : public ILayer {
 public:
  /// Sets what is added before the first element of the two dimensions (TensorRT 7 on).
  virtual void setPrePaddingNd(const Dims& padding) = 0;
  /// Padding before.
  virtual Dims getPrePaddingNd() const = 0;
  /// Sets what is added after the last element of the two dimensions (TensorRT 7 on).
  virtual void setPostPaddingNd(const Dims& padding) = 0;
  /// Padding after.
  virtual Dims getPostPaddingNd() const = 0;

  /// Forms of the methods above in TensorRT 5-9.
  /// \{
  void setPrePadding(DimsHW padding) { setPrePaddingNd(padding); }
  DimsHW getPrePadding() const { return impl::firstTwo(getPrePaddingNd()); }
  void setPostPadding(DimsHW padding) { setPostPaddingNd(padding); }
  DimsHW getPostPadding() const { return impl::firstTwo(getPostPaddingNd()); }
  /// \}
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
