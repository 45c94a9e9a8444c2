/// \file
/// A tensor of a network definition.
#pragma once

#include "data_type.h"
#include "dims.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// A tensor of a network definition, owned by the network. In a network with implicit batch, its
/// dimensions leave the batch out.
class ITensor {
 public:
  virtual ~ITensor() = default;

  /// Sets the name, which is copied. Inputs and outputs need distinct names.
  virtual void setName(const char* name) = 0;
  /// Name; valid until it is set anew or the network is gone.
  virtual const char* getName() const = 0;

  /// Sets the dimensions of a network input; on any other tensor an error.
  virtual void setDimensions(const Dims& dimensions) = 0;
  /// Dimensions, inferred anew from the network's inputs; -1 for one known only at run time, nbDims
  /// of -1 if they cannot be inferred, with the reason logged.
  virtual Dims getDimensions() const = 0;

  /// Sets the element type of a network input or output.
  virtual void setType(DataType type) = 0;
  /// Element type; kFLOAT if neither set nor implied by the layer.
  virtual DataType getType() const = 0;

  /// Sets the real numbers that int8 values stand for; false unless min <= max, both finite.
  virtual bool setDynamicRange(float min, float max) = 0;
  /// Whether a dynamic range is set.
  virtual bool dynamicRangeIsSet() const = 0;
  /// Removes the dynamic range.
  virtual void resetDynamicRange() = 0;
  /// Lower end of the dynamic range; not a number if there is none.
  virtual float getDynamicRangeMin() const = 0;
  /// Upper end of the dynamic range; not a number if there is none.
  virtual float getDynamicRangeMax() const = 0;
  /// Largest absolute value of the dynamic range, -1 if there is none (TensorRT 5).
  float getDynamicRange() const {
    if (!dynamicRangeIsSet()) return -1.0F;
    const float low = -getDynamicRangeMin();
    const float high = getDynamicRangeMax();
    return low < high ? high : low;
  }

  /// Whether the tensor is an input of the network.
  virtual bool isNetworkInput() const = 0;
  /// Whether the tensor is marked as an output of the network.
  virtual bool isNetworkOutput() const = 0;

  /// Says that all items of an implicit batch share this input's data (TensorRT 5-9).
  virtual void setBroadcastAcrossBatch(bool broadcastAcrossBatch) = 0;
  /// Whether all items of the batch share the data; always false with explicit batch.
  virtual bool getBroadcastAcrossBatch() const = 0;

  /// Where the data lies; kDEVICE unless set.
  virtual TensorLocation getLocation() const = 0;
  /// Sets where the data lies; kHOST is only for shape tensors.
  virtual void setLocation(TensorLocation location) = 0;

  /// Restricts the formats of a network input or output; bit i allows format i (TensorRT 6 on).
  virtual void setAllowedFormats(TensorFormats formats) = 0;
  /// Allowed formats; kLINEAR alone for an input or output for which nothing was set.
  virtual TensorFormats getAllowedFormats() const = 0;

  /// Whether the values serve to compute shapes (TensorRT 6 on).
  virtual bool isShapeTensor() const = 0;
  /// Whether the values serve in a computation of the run (TensorRT 6 on).
  virtual bool isExecutionTensor() const = 0;

  /// Names dimension index of an input; equal names declare equal extents (TensorRT 8.5 on).
  virtual void setDimensionName(int32_t index, const char* name) = 0;
  /// Name of dimension index, or null.
  virtual const char* getDimensionName(int32_t index) const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
