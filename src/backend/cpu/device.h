#pragma once

#include "backend/device.h"

namespace ingot::backend::cpu {

/// The processor that this program runs on, with the threads of the calling thread's default pool;
/// one object for each number of them. Throws Error when INGOT_THREADS is wrong.
const Device& device();

}  // namespace ingot::backend::cpu
