/// \file
/// Scaling by constants.
#pragma once

#include "../layer.h"
#include "../weights.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// How many coefficients there are.
enum class ScaleMode : int32_t {
  kUNIFORM = 0,     ///< One for the whole tensor.
  kCHANNEL = 1,     ///< One a channel.
  kELEMENTWISE = 2  ///< One an element, the batch left out.
};
INGOT_ENUM_MAX(ScaleMode, 3)

/// (x * scale + shift)^power for each element. Absent weights (count 0) mean shift 0, scale 1,
/// power 1.
class IScaleLayer : public ILayer {
 public:
  /// Sets how many coefficients there are.
  virtual void setMode(ScaleMode mode) = 0;
  /// Mode.
  virtual ScaleMode getMode() const = 0;
  /// Sets the shift.
  virtual void setShift(Weights shift) = 0;
  /// Shift.
  virtual Weights getShift() const = 0;
  /// Sets the scale.
  virtual void setScale(Weights scale) = 0;
  /// Scale.
  virtual Weights getScale() const = 0;
  /// Sets the power.
  virtual void setPower(Weights power) = 0;
  /// Power.
  virtual Weights getPower() const = 0;
  /// Dimension that counts the channels; after addScale, the third from the end
  /// (TensorRT 6 on).
  virtual int32_t getChannelAxis() const = 0;
  /// Sets the dimension that counts the channels (TensorRT 7 on).
  virtual void setChannelAxis(int32_t channelAxis) = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
