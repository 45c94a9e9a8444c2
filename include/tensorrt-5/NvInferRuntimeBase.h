#pragma once

#include "../ingot/levels/level_5.h"
#include "../ingot/tensorrt/nv_infer_runtime.h"
