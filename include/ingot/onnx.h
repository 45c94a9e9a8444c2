/// \file
/// Networks as ONNX models, for other programs.
#pragma once

#include <cstdint>

#ifdef INGOT_TENSORRT_LEVEL
#include "tensorrt/network.h"
#else
#include <NvInfer.h>
#endif

#include "tensorrt/macros.h"

namespace ingot {
/// How far a network is on its way to an engine.
enum class OnnxStage : int32_t {
  kPARSED = 0,     ///< layer by layer, as it was defined
  kOPTIMISED = 1,  ///< after what the builder does for every device: folded, merged
};

/// Writes a network, with its weights, to a file as an ONNX model (operator set 17). Inputs and
/// outputs keep their names and types; extents that are given at run time become dimension
/// parameters, the implicit batch "N", or `batch` where that is above 0. The file appears whole or
/// not at all. False after an error, logged by the network: what ONNX cannot express is named with
/// its layer; weights of 2 GiB and more do not fit into the format.
TENSORRTAPI bool saveOnnx(const nvinfer1::INetworkDefinition& network, const char* path,
                          OnnxStage stage = OnnxStage::kPARSED, int32_t batch = 0);
}  // namespace ingot
