/// \file
/// Element types, memory formats and places of tensors.
#pragma once

#include "enum_max.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Element type of a tensor or of weights.
enum class DataType : int32_t {
  kFLOAT = 0,  ///< 32-bit IEEE floating point.
  kHALF = 1,   ///< 16-bit IEEE floating point.
  kINT8 = 2,   ///< 8-bit signed integer, a quantized real number.
  kINT32 = 3,  ///< 32-bit signed integer.
  kBOOL = 4,   ///< 8-bit Boolean: 0 false, 1 true (TensorRT 7 on).
  kUINT8 = 5,  ///< 8-bit unsigned integer (TensorRT 8.5 on).
  kFP8 = 6,    ///< 8-bit floating point, 4 exponent and 3 mantissa bits (TensorRT 8.6 on).
  kBF16 = 7,   ///< 16-bit brain floating point (TensorRT 9 on).
  kINT64 = 8,  ///< 64-bit signed integer (TensorRT 9 on).
  kINT4 = 9,   ///< 4-bit signed integer, two in a byte (TensorRT 10 on).
  kFP4 = 10,   ///< 4-bit floating point, two in a byte (TensorRT 10.8 on).
  kE8M0 = 11   ///< 8-bit power of two, a scale (TensorRT 10.12 on).
};
INGOT_ENUM_MAX(DataType, 12)

/// Memory format of a tensor: the order of its elements and how many channels form a vector.
enum class TensorFormat : int32_t {
  kLINEAR = 0,      ///< Row-major, no vectors.
  kNCHW = kLINEAR,  ///< Name of kLINEAR in TensorRT 5-7.
  kCHW2 = 1,        ///< Vectors of 2 channels.
  kNC2HW2 = kCHW2,  ///< Name of kCHW2 in TensorRT 5-7.
  kHWC8 = 2,        ///< Channels last, padded to a multiple of 8.
  kNHWC8 = kHWC8,   ///< Name of kHWC8 in TensorRT 5-7.
  kCHW4 = 3,        ///< Vectors of 4 channels.
  kCHW16 = 4,       ///< Vectors of 16 channels.
  kCHW32 = 5,       ///< Vectors of 32 channels.
  kDHWC8 = 6,       ///< Channels last with depth, padded to a multiple of 8.
  kCDHW32 = 7,      ///< Depth, vectors of 32 channels.
  kHWC = 8,         ///< Channels last, not padded.
  kDLA_LINEAR = 9,  ///< Row-major as a DLA core reads it.
  kDLA_HWC4 = 10,   ///< Channels last as a DLA core reads it, 1 or 4 channels.
  kHWC16 = 11,      ///< Channels last, padded to a multiple of 16.
  kDHWC = 12        ///< Channels last with depth, not padded.
};
INGOT_ENUM_MAX(TensorFormat, 13)

/// Name of TensorFormat in plugin interfaces.
using PluginFormat = TensorFormat;

/// Set of formats: bit i stands for the TensorFormat with number i.
using TensorFormats = uint32_t;

/// Whether a tensor's data lies in device or in host memory.
enum class TensorLocation : int32_t { kDEVICE = 0, kHOST = 1 };
INGOT_ENUM_MAX(TensorLocation, 2)

/// Whether an engine's tensor is an input, an output or neither (TensorRT 8.5 on).
enum class TensorIOMode : int32_t { kNONE = 0, kINPUT = 1, kOUTPUT = 2 };
INGOT_ENUM_MAX(TensorIOMode, 3)

/// Kind of device that runs a layer.
enum class DeviceType : int32_t {
  kGPU = 0,  ///< The default device; the CPU on a machine without a GPU.
  kDLA = 1   ///< A deep-learning accelerator core.
};
INGOT_ENUM_MAX(DeviceType, 2)
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
