/// \file
/// TensorRT's name for its reader of ONNX models, of which nothing is there yet.
#pragma once

#include "../ingot/levels/level_8.h"
#include "../ingot/tensorrt/nv_infer.h"
