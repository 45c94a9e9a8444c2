#pragma once

#include "../ingot/levels/level_11.h"
#include "../ingot/tensorrt/version.h"
