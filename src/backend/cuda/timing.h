#pragma once

#include "backend/cuda/stream.h"

namespace ingot::backend::cuda {

/// Seconds that what `body` queues adds to a row of other kernels, each of which could begin while
/// the one before ends: what cannot, or lets none, costs what it does in a network. See
/// Device::time. Throws Error kInvalidState where a launch fails.
Timing time_on(CudaStream& stream, const std::function<void()>& body);

std::unique_ptr<Laps> make_laps(size_t marks);

}  // namespace ingot::backend::cuda
