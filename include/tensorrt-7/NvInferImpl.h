#pragma once

#include "../ingot/levels/level_7.h"
#include "../ingot/tensorrt/nv_infer.h"
