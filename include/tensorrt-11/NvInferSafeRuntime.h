/// \file
/// TensorRT's name for its safety runtime, of which nothing is there yet.
#pragma once

#include "../ingot/levels/level_11.h"
#include "../ingot/tensorrt/nv_infer_runtime.h"
