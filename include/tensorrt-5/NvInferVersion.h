#pragma once

#include "../ingot/levels/level_5.h"
#include "../ingot/tensorrt/version.h"
