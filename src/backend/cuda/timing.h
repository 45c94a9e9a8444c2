#pragma once

#include "backend/cuda/stream.h"

namespace ingot::backend::cuda {

/// Seconds of what `body` queues, as one of many in a row; see Device::time. Throws Error
/// kInvalidState where a launch fails.
Timing time_on(CudaStream& stream, const std::function<void()>& body);

std::unique_ptr<Laps> make_laps(size_t marks);

}  // namespace ingot::backend::cuda
