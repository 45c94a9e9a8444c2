/// \file
/// Marks the part of a run that an attached profiler should record.
#pragma once
#include "cuda_runtime_api.h"

#if defined(__cplusplus)
extern "C" {
#endif

/// Both return cudaSuccess; the host has no profiler of its own to switch.
/// \{
INGOT_CUDA_API cudaError_t cudaProfilerStart(void);
INGOT_CUDA_API cudaError_t cudaProfilerStop(void);
/// \}

#if defined(__cplusplus)
}
#endif
