#pragma once

#include <ingot/tensorrt/level.h>

#include "backend/device.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// The device that builds and runs engines here.
const backend::Device& default_device();

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
