/// \file
/// TensorRT's name for settings of its reader of ONNX models: nothing is there yet.
#pragma once

#include "../ingot/levels/level_10.h"
#include "../ingot/tensorrt/nv_infer.h"
