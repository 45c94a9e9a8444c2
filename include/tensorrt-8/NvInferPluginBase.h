#pragma once

#include "../ingot/levels/level_8.h"
#include "../ingot/tensorrt/nv_infer_runtime.h"
