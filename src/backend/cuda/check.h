#pragma once

#include <cuda_runtime_api.h>

#include "base/error.h"
#include "base/text.h"

namespace ingot::backend::cuda {

/// Throws Error kInvalidState, or kOutOfMemory, with the call's name unless it succeeded.
inline void check(const char* call, cudaError_t error) {
  require(error == cudaSuccess,
          error == cudaErrorMemoryAllocation ? ErrorCode::kOutOfMemory : ErrorCode::kInvalidState,
          [&] { return str(call, " failed: ", cudaGetErrorString(error)); });
}

}  // namespace ingot::backend::cuda
