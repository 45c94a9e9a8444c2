/// \file
/// Local response normalization.
#pragma once

#include "../layer.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Divides each element by (k + alpha / window * s)^beta, s being the sum of the squares at the
/// same position in a window of channels around its own.
class ILRNLayer : public ILayer {
 public:
  /// Sets the number of channels in the window, odd.
  virtual void setWindowSize(impl::Extent windowSize) = 0;
  /// Channels in the window.
  virtual impl::Extent getWindowSize() const = 0;
  /// Sets alpha.
  virtual void setAlpha(float alpha) = 0;
  /// Alpha.
  virtual float getAlpha() const = 0;
  /// Sets beta.
  virtual void setBeta(float beta) = 0;
  /// Beta.
  virtual float getBeta() const = 0;
  /// Sets k.
  virtual void setK(float k) = 0;
  /// k.
  virtual float getK() const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
