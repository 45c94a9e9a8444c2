/// \file
/// Reduction along dimensions.
#pragma once

#include "../layer.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// How the elements along the reduced dimensions are combined.
enum class ReduceOperation : int32_t {
  kSUM = 0,   ///< Sum.
  kPROD = 1,  ///< Product.
  kMAX = 2,   ///< Maximum.
  kMIN = 3,   ///< Minimum.
  kAVG = 4,   ///< Mean.
  kNONE = 5   ///< No reduction; only for collectives, an error in a reduce layer.
};
INGOT_ENUM_MAX(ReduceOperation, 6)

/// Reduces some dimensions to one element.
class IReduceLayer : public ILayer {
 public:
  /// Sets the operation.
  virtual void setOperation(ReduceOperation op) = 0;
  /// Operation.
  virtual ReduceOperation getOperation() const = 0;
  /// Sets the dimensions: bit i stands for dimension i, the batch not counted if implicit.
  virtual void setReduceAxes(uint32_t reduceAxes) = 0;
  /// Bits of the dimensions.
  virtual uint32_t getReduceAxes() const = 0;
  /// Sets whether reduced dimensions stay, with extent 1.
  virtual void setKeepDimensions(bool keepDimensions) = 0;
  /// Whether reduced dimensions stay.
  virtual bool getKeepDimensions() const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
