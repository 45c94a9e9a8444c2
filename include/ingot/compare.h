/// \file
/// An engine's numbers beside those of the plain computations.
#pragma once

#include <cstddef>
#include <cstdint>

#ifdef INGOT_TENSORRT_LEVEL
#include "tensorrt/host_memory.h"
#include "tensorrt/network.h"
#include "tensorrt/progress_monitor.h"
#else
#include <NvInfer.h>
#endif

#include "tensorrt/macros.h"

namespace ingot {
/// Runs a plan step by step and holds the output of each step against the plain reference
/// computation of the same layers on the same inputs, those that the plan's own earlier steps
/// computed, so that errors do not add up. The plan's outputs are also held against the network's
/// own, computed by reference from beginning to end, without what the builder folded and merged.
///
/// `network` is the one that the plan was built from, with its weights; `inputs` has an address in
/// host memory for each of its inputs, in their order. With implicit batch there are `batch` items
/// of each; otherwise `batch` is not used, and extents that are given at run time are those that
/// profile 0 was tuned for. `progress`, which may be null, hears of each layer and can cancel.
/// Returns JSON in UTF-8 (docs/compare.md has its members), which belongs to the program and does
/// not end with a zero. Null after an error, logged by the network.
TENSORRTAPI nvinfer1::IHostMemory* compareLayers(const nvinfer1::INetworkDefinition& network,
                                                 const void* plan, std::size_t size,
                                                 const void* const* inputs, int32_t batch = 1,
                                                 nvinfer1::IProgressMonitor* progress = nullptr);
}  // namespace ingot
