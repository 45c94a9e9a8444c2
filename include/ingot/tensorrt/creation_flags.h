/// \file
/// How a network definition is created.
#pragma once

#include "enum_max.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Set of properties of a network: bit i stands for the NetworkDefinitionCreationFlag i.
using NetworkDefinitionCreationFlags = uint32_t;

/// Property of a network. The numbers are those of TensorRT 10; a literal 0 or 1 means what it
/// means at the program's level: 0 is implicit batch up to TensorRT 9 and explicit batch from
/// TensorRT 10; every network of TensorRT 11 is strongly typed.
enum class NetworkDefinitionCreationFlag : int32_t {
  kEXPLICIT_BATCH = 0,             ///< Dimensions include the batch (TensorRT 6-10).
  kSTRONGLY_TYPED = 1,             ///< Types follow from the inputs alone (TensorRT 9 on).
  kPREFER_JIT_PYTHON_PLUGINS = 2,  ///< TensorRT 10 on.
  kPREFER_AOT_PYTHON_PLUGINS = 3,  ///< TensorRT 10 on.
  kEXPLICIT_PRECISION = 4          ///< Int8 inputs carry their scales (TensorRT 6-9).
};
INGOT_ENUM_MAX(NetworkDefinitionCreationFlag, 5)
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
