#pragma once

#include <ingot/tensorrt/level.h>

#include "api/reporter.h"
#include "backend/device.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// The device that builds and runs engines here.
const backend::Device& default_device();

/// Says once in a process where the processor serves: a warning with the reason where a GPU was
/// asked for or is there, information otherwise.
void report_device(const Reporter& reporter);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
