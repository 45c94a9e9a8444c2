/// \file
/// Constants and the identity.
#pragma once

#include "../layer.h"
#include "../weights.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// A tensor with values known at build time.
class IConstantLayer : public ILayer {
 public:
  /// Sets the values, row-major; their count is the product of the dimensions.
  virtual void setWeights(Weights weights) = 0;
  /// Values.
  virtual Weights getWeights() const = 0;
  /// Sets the dimensions.
  virtual void setDimensions(const Dims& dimensions) = 0;
  /// Dimensions.
  virtual Dims getDimensions() const = 0;
};

/// Hands its input on; converts it if another output type is set.
class IIdentityLayer : public ILayer {};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
