#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ingot::tools {

/// Input -> extents, the batch included.
using Shapes = std::map<std::string, std::vector<int64_t>>;

/// Reads "NAME:1x3x224x224", several ones separated by commas. Throws Failure.
Shapes read_shapes(const std::string& text);

}  // namespace ingot::tools
