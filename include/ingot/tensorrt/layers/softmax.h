/// \file
/// Softmax.
#pragma once

#include "../layer.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// exp(x) over the sum of exp along one dimension.
class ISoftMaxLayer : public ILayer {
 public:
  /// Sets the dimension: bit i alone stands for dimension i, the batch not counted if implicit. The
  /// default is the third dimension from the end, or dimension 0 if there are fewer than three.
  virtual void setAxes(uint32_t axes) = 0;
  /// Bit of the dimension.
  virtual uint32_t getAxes() const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
