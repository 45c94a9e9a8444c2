#pragma once

#include <NvInfer.h>

#include <string>

namespace ingot::tools {

/// What became of a network of `num_layers` layers: a few lines. Throws Failure.
std::string build_summary(const nvinfer1::IHostMemory& plan, int num_layers);

}  // namespace ingot::tools
