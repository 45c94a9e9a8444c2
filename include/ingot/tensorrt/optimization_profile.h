/// \file
/// Ranges of input dimensions.
#pragma once

#include "dims.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Which of a profile's dimensions is meant (TensorRT 6 on).
enum class OptProfileSelector : int32_t {
  kMIN = 0,  ///< Smallest allowed extents.
  kOPT = 1,  ///< Extents to tune for.
  kMAX = 2   ///< Largest allowed extents.
};
INGOT_ENUM_MAX(OptProfileSelector, 3)

/// The dimensions that an engine accepts for inputs with dynamic extents. Made and owned by
/// IBuilder::createOptimizationProfile (TensorRT 6 on).
class IOptimizationProfile {
 public:
  virtual ~IOptimizationProfile() = default;

  /// Sets the minimum, optimum or maximum dimensions of an input; all three are needed. False if
  /// an extent is negative or contradicts what is set already.
  virtual bool setDimensions(const char* inputName, OptProfileSelector select,
                             const Dims& dims) = 0;
  /// Dimensions that were set; nbDims of -1 if none were.
  virtual Dims getDimensions(const char* inputName, OptProfileSelector select) const = 0;
  /// Sets how much more memory than the optimum needs tactics may take, 0 to 1; false otherwise.
  virtual bool setExtraMemoryTarget(float target) = 0;
  /// Extra memory; 1 by default.
  virtual float getExtraMemoryTarget() const = 0;
  /// Whether minimum <= optimum <= maximum for each input that was set.
  virtual bool isValid() const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
