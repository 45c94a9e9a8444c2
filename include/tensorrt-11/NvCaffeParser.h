#pragma once

#include "../ingot/levels/level_11.h"
#include "../ingot/tensorrt/caffe_parser.h"
#include "../ingot/tensorrt/nv_infer.h"
