/// \file
/// Binary operations on elements.
#pragma once

#include "../layer.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Operation on the elements x of the first and y of the second input.
enum class ElementWiseOperation : int32_t {
  kSUM = 0,        ///< x + y
  kPROD = 1,       ///< x * y
  kMAX = 2,        ///< max(x, y)
  kMIN = 3,        ///< min(x, y)
  kSUB = 4,        ///< x - y
  kDIV = 5,        ///< x / y
  kPOW = 6,        ///< x^y
  kFLOOR_DIV = 7,  ///< floor(x / y) (TensorRT 6 on)
  kAND = 8,        ///< x and y, of Booleans (TensorRT 7 on)
  kOR = 9,         ///< x or y, of Booleans (TensorRT 7 on)
  kXOR = 10,       ///< x xor y, of Booleans (TensorRT 7 on)
  kEQUAL = 11,     ///< x == y, gives Booleans (TensorRT 7 on)
  kGREATER = 12,   ///< x > y, gives Booleans (TensorRT 7 on)
  kLESS = 13       ///< x < y, gives Booleans (TensorRT 7 on)
};
INGOT_ENUM_MAX(ElementWiseOperation, 14)

/// Combines two tensors of the same rank element by element; an extent of 1 is broadcast.
class IElementWiseLayer : public ILayer {
 public:
  /// Sets the operation.
  virtual void setOperation(ElementWiseOperation op) = 0;
  /// Operation.
  virtual ElementWiseOperation getOperation() const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
