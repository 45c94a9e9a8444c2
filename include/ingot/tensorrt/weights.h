/// \file
/// Constant data of a network.
#pragma once

#include "data_type.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// A view of constant data. The memory belongs to the program and must stay unchanged until the
/// engine is built. A count of 0 (values may be null) means: absent.
class Weights {
 public:
  DataType type;       ///< Type of one element.
  const void* values;  ///< First element.
  int64_t count;       ///< Number of elements, not bytes.
};

/// What a set of weights is for in its layer.
enum class WeightsRole : int32_t {
  kKERNEL = 0,    ///< Kernel of a convolution, deconvolution or fully connected layer.
  kBIAS = 1,      ///< Bias of such a layer.
  kSHIFT = 2,     ///< Shift of a scale layer.
  kSCALE = 3,     ///< Scale of a scale layer.
  kCONSTANT = 4,  ///< Values of a constant layer.
  kANY = 5        ///< Any role (TensorRT 8 on).
};
INGOT_ENUM_MAX(WeightsRole, 6)
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
