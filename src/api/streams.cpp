#include "api/streams.h"

#include "base/error.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

void check(const char* call, cudaError_t error) {
  require(error == cudaSuccess, ErrorCode::kInvalidState, [&] {
    return str(call, " failed: ", cudaGetErrorName(error), ", ", cudaGetErrorString(error));
  });
}

}  // namespace

bool is_capturing(cudaStream_t stream) {
  cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
  check("cudaStreamIsCapturing", cudaStreamIsCapturing(stream, &status));
  return status == cudaStreamCaptureStatusActive;
}

void launch(cudaStream_t stream, cudaHostFn_t function, void* argument) {
  check("cudaLaunchHostFunc", cudaLaunchHostFunc(stream, function, argument));
}

void call_back(cudaStream_t stream, cudaStreamCallback_t function, void* argument) {
  check("cudaStreamAddCallback", cudaStreamAddCallback(stream, function, argument, 0));
}

void record(cudaEvent_t event, cudaStream_t stream) {
  check("cudaEventRecord", cudaEventRecord(event, stream));
}

void wait(cudaStream_t stream) { check("cudaStreamSynchronize", cudaStreamSynchronize(stream)); }

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
