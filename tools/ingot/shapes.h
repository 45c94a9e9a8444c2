#pragma once

#include <NvInfer.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ingot::tools {

/// Input -> extents, the batch included.
using Shapes = std::map<std::string, std::vector<int64_t>>;

/// Reads "NAME:1x3x224x224", several ones separated by commas. Throws Failure.
Shapes read_shapes(const std::string& text);
/// The extents of the input `name`. Throws Failure.
nvinfer1::Dims dims_of(const std::string& name, const std::vector<int64_t>& extents);

}  // namespace ingot::tools
