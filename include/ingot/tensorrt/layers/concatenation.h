/// \file
/// Concatenation.
#pragma once

#include "../layer.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Joins its inputs along one dimension; all other dimensions must agree.
class IConcatenationLayer : public ILayer {
 public:
  /// Sets the dimension, the batch not counted if implicit. By default the third from the end, or
  /// dimension 0 if there are fewer; negative numbers are errors.
  virtual void setAxis(int32_t axis) = 0;
  /// Dimension.
  virtual int32_t getAxis() const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
