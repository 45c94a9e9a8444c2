/// \file
/// Activations.
#pragma once

#include "../layer.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Function applied to each element x, with the layer's alpha (a) and beta (b).
enum class ActivationType : int32_t {
  kRELU = 0,               ///< max(0, x)
  kSIGMOID = 1,            ///< 1 / (1 + exp(-x))
  kTANH = 2,               ///< tanh(x)
  kLEAKY_RELU = 3,         ///< x >= 0 ? x : a * x
  kELU = 4,                ///< x >= 0 ? x : a * (exp(x) - 1)
  kSELU = 5,               ///< x > 0 ? b * x : b * (a * exp(x) - a)
  kSOFTSIGN = 6,           ///< x / (1 + |x|)
  kSOFTPLUS = 7,           ///< a * log(exp(b * x) + 1)
  kCLIP = 8,               ///< max(a, min(b, x))
  kHARD_SIGMOID = 9,       ///< max(0, min(1, a * x + b))
  kSCALED_TANH = 10,       ///< a * tanh(b * x)
  kTHRESHOLDED_RELU = 11,  ///< x > a ? x : 0
  kGELU_ERF = 12,          ///< x * (1 + erf(x / sqrt(2))) / 2 (TensorRT 10 on)
  kGELU_TANH = 13          ///< x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2
};
INGOT_ENUM_MAX(ActivationType, 14)

/// Applies a function to each element.
class IActivationLayer : public ILayer {
 public:
  /// Sets the function.
  virtual void setActivationType(ActivationType type) = 0;
  /// Function.
  virtual ActivationType getActivationType() const = 0;
  /// Sets alpha, where the function has one.
  virtual void setAlpha(float alpha) = 0;
  /// Sets beta, where the function has one.
  virtual void setBeta(float beta) = 0;
  /// Alpha.
  virtual float getAlpha() const = 0;
  /// Beta.
  virtual float getBeta() const = 0;
};

/// x >= 0 ? x : slope * x for each element. Inputs: x, slope; the slope is broadcast to x
/// (TensorRT 6 on).
class IParametricReLULayer : public ILayer {};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
