// Stream calls.
#include <algorithm>

#include "cuda_runtime_api.h"
#include "hostcuda/dispatch.h"
#include "hostcuda/enqueue.h"
#include "hostcuda/stream_priority.h"

namespace ingot::hostcuda {
namespace {

cudaError_t create(cudaStream_t* handle, unsigned flags, int priority) {
  if (handle == nullptr || (flags & ~unsigned{cudaStreamNonBlocking}) != 0) {
    return cudaErrorInvalidValue;
  }
  const int clamped = std::clamp(priority, kGreatestPriority, kLeastPriority);
  *handle = handle_of(create_stream(flags, clamped, Stream::Maker::kProgram));
  return cudaSuccess;
}

bool is_built_in(cudaStream_t handle) {
  return handle == nullptr || handle == cudaStreamLegacy || handle == cudaStreamPerThread;
}

cudaError_t destroy(cudaStream_t handle) {
  if (is_built_in(handle)) return cudaErrorInvalidResourceHandle;
  Stream* const stream = find_stream(handle);
  if (stream == nullptr || !stream->kill()) return cudaErrorInvalidResourceHandle;
  if (captured(*stream)) abandon_capture(*stream);
  stream->close();
  return cudaSuccess;
}

/// Calls `tell(stream)` for a living stream with room for the answer.
template <class T, class Tell>
cudaError_t answer(cudaStream_t handle, T* place, const Tell& tell) {
  Stream* const stream = find_stream(handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  if (place == nullptr) return cudaErrorInvalidValue;
  *place = tell(*stream);
  return cudaSuccess;
}

cudaError_t get_flags(cudaStream_t handle, unsigned* flags) {
  return answer(handle, flags, [](const Stream& stream) {
    return stream.blocking() ? 0U : unsigned{cudaStreamNonBlocking};
  });
}

cudaError_t get_priority(cudaStream_t handle, int* priority) {
  return answer(handle, priority, [](const Stream& stream) { return stream.priority(); });
}

cudaError_t get_id(cudaStream_t handle, unsigned long long* id) {
  return answer(handle, id, [](const Stream& stream) { return stream.id(); });
}

cudaError_t get_device(cudaStream_t handle, int* device) {
  return answer(handle, device, [](const Stream&) { return 0; });
}

cudaError_t query(cudaStream_t handle) {
  Stream* const stream = find_stream(handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  const cudaError_t refused = check_stream_call(*stream);
  if (refused != cudaSuccess) return refused;
  if (all_done(*stream)) return cudaSuccess;
  stream->hurry();
  return cudaErrorNotReady;
}

cudaError_t synchronize_stream(cudaStream_t handle) {
  Stream* const stream = find_stream(handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  const cudaError_t refused = check_stream_call(*stream);
  if (refused == cudaSuccess) synchronize(*stream);
  return refused;
}

cudaError_t launch(cudaStream_t handle, cudaHostFn_t function, void* argument) {
  Stream* const stream = find_stream(handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  if (function == nullptr) return cudaErrorInvalidValue;
  const auto call = [function, argument] {
    if (!failed()) function(argument);
  };
  return enqueue(*stream, make_task(call), cudaGraphNodeTypeHost);
}

cudaError_t add_callback(cudaStream_t handle, cudaStreamCallback_t callback, void* argument,
                         unsigned flags) {
  Stream* const stream = find_stream(handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  if (callback == nullptr || flags != 0) return cudaErrorInvalidValue;
  const cudaError_t refused = check_stream_call(*stream);
  if (refused != cudaSuccess) return refused;
  return enqueue_uncaptured(
      *stream, make_task([handle, callback, argument] { callback(handle, failure(), argument); }));
}

}  // namespace
}  // namespace ingot::hostcuda

using namespace ingot::hostcuda;

cudaError_t cudaStreamCreate(cudaStream_t* pStream) {
  INGOT_ON_GPU(cudaStreamCreate(pStream));
  return dispatch<create>(pStream, unsigned{cudaStreamDefault}, 0);
}
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* pStream, unsigned flags) {
  INGOT_ON_GPU(cudaStreamCreateWithFlags(pStream, flags));
  return dispatch<create>(pStream, flags, 0);
}
cudaError_t cudaStreamCreateWithPriority(cudaStream_t* pStream, unsigned flags, int priority) {
  INGOT_ON_GPU(cudaStreamCreateWithPriority(pStream, flags, priority));
  return dispatch<create>(pStream, flags, priority);
}
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  INGOT_ON_GPU(cudaStreamDestroy(stream));
  return dispatch<destroy>(stream);
}
cudaError_t cudaStreamGetFlags(cudaStream_t stream, unsigned* flags) {
  INGOT_ON_GPU(cudaStreamGetFlags(stream, flags));
  return dispatch<get_flags>(stream, flags);
}
cudaError_t cudaStreamGetPriority(cudaStream_t stream, int* priority) {
  INGOT_ON_GPU(cudaStreamGetPriority(stream, priority));
  return dispatch<get_priority>(stream, priority);
}
cudaError_t cudaStreamGetId(cudaStream_t stream, unsigned long long* streamId) {
  INGOT_ON_GPU(cudaStreamGetId(stream, streamId));
  return dispatch<get_id>(stream, streamId);
}
cudaError_t cudaStreamGetDevice(cudaStream_t stream, int* device) {
  INGOT_ON_GPU(cudaStreamGetDevice(stream, device));
  return dispatch<get_device>(stream, device);
}
cudaError_t cudaStreamQuery(cudaStream_t stream) {
  INGOT_ON_GPU(cudaStreamQuery(stream));
  return dispatch<query>(stream);
}
cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  INGOT_ON_GPU(cudaStreamSynchronize(stream));
  return dispatch<synchronize_stream>(stream);
}
cudaError_t cudaLaunchHostFunc(cudaStream_t stream, cudaHostFn_t fn, void* userData) {
  INGOT_ON_GPU(cudaLaunchHostFunc(stream, fn, userData));
  return dispatch<launch>(stream, fn, userData);
}
cudaError_t cudaStreamAddCallback(cudaStream_t stream, cudaStreamCallback_t callback,
                                  void* userData, unsigned flags) {
  INGOT_ON_GPU(cudaStreamAddCallback(stream, callback, userData, flags));
  return dispatch<add_callback>(stream, callback, userData, flags);
}
