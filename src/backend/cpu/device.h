#pragma once

#include "backend/device.h"

namespace ingot::backend::cpu {

/// The processor that this program runs on.
const Device& device();

}  // namespace ingot::backend::cpu
