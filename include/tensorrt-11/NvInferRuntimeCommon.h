#pragma once

#include "../ingot/levels/level_11.h"
#include "../ingot/tensorrt/nv_infer_runtime.h"
