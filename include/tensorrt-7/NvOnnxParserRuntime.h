/// \file
/// TensorRT's name for the plugins of its reader of ONNX models: nothing is there yet.
#pragma once

#include "../ingot/levels/level_7.h"
#include "../ingot/tensorrt/nv_infer.h"
