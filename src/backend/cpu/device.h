#pragma once

#include "backend/device.h"

namespace ingot::backend::cpu {

/// The processor that this program runs on, with the calling thread's default pool; the same object
/// for pools of one size. Throws Error when INGOT_THREADS is wrong.
const Device& device();

}  // namespace ingot::backend::cpu
