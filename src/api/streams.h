#pragma once

#include <cuda_runtime_api.h>
#include <ingot/tensorrt/level.h>

namespace ingot::api {
inline namespace INGOT_API_GROUP {

// The CUDA runtime's functions that a context calls; each throws Error with the call's name and
// the runtime's words where it fails.

bool is_capturing(cudaStream_t stream);
/// Calls function(argument) in the order of the stream, unless the device has failed.
void launch(cudaStream_t stream, cudaHostFn_t function, void* argument);
/// Calls function(stream, state of the device, argument) in the order of the stream, which is not
/// being captured.
void call_back(cudaStream_t stream, cudaStreamCallback_t function, void* argument);
void record(cudaEvent_t event, cudaStream_t stream);
void wait(cudaStream_t stream);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
