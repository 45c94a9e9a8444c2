/// \file
/// Unary operations on elements.
#pragma once

#include "../layer.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Function of each element x.
enum class UnaryOperation : int32_t {
  kEXP = 0,     ///< e^x
  kLOG = 1,     ///< Natural logarithm.
  kSQRT = 2,    ///< Square root.
  kRECIP = 3,   ///< 1 / x
  kABS = 4,     ///< |x|
  kNEG = 5,     ///< -x
  kSIN = 6,     ///< Sine.
  kCOS = 7,     ///< Cosine.
  kTAN = 8,     ///< Tangent.
  kSINH = 9,    ///< Hyperbolic sine.
  kCOSH = 10,   ///< Hyperbolic cosine.
  kASIN = 11,   ///< Inverse sine.
  kACOS = 12,   ///< Inverse cosine.
  kATAN = 13,   ///< Inverse tangent.
  kASINH = 14,  ///< Inverse hyperbolic sine.
  kACOSH = 15,  ///< Inverse hyperbolic cosine.
  kATANH = 16,  ///< Inverse hyperbolic tangent.
  kCEIL = 17,   ///< Smallest integer not below x.
  kFLOOR = 18,  ///< Largest integer not above x.
  kERF = 19,    ///< Error function (TensorRT 7 on).
  kNOT = 20,    ///< Negation of a Boolean (TensorRT 7 on).
  kSIGN = 21,   ///< -1, 0 or 1 (TensorRT 8.2 on).
  kROUND = 22,  ///< Nearest integer, ties to even (TensorRT 8.2 on).
  kISINF = 23,  ///< Whether x is infinite, a Boolean (TensorRT 8.6 on).
  kISNAN = 24   ///< Whether x is not a number, a Boolean (TensorRT 10.1 on).
};
INGOT_ENUM_MAX(UnaryOperation, 25)

/// Applies a function to each element.
class IUnaryLayer : public ILayer {
 public:
  /// Sets the function.
  virtual void setOperation(UnaryOperation op) = 0;
  /// Function.
  virtual UnaryOperation getOperation() const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
