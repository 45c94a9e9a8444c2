// The host described as a device.
#pragma once
#include <optional>

#include "driver_types.h"

namespace ingot::hostcuda {

const cudaDeviceProp& device_properties();

/// Nothing for an attribute that is not known.
std::optional<int> device_attribute(cudaDeviceAttr attribute);

}  // namespace ingot::hostcuda
