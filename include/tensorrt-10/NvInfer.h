#pragma once

#include "../ingot/levels/level_10.h"
#include "../ingot/tensorrt/nv_infer.h"
