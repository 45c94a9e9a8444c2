/// \file
/// The CUDA runtime's C interface on the host: the device is the processor itself, device memory is
/// process memory, a stream is an in-order queue of work that runs beside the caller.
///
/// Every function returns cudaSuccess or the reason why not, and the reason also becomes the
/// thread's last error. Work given to a stream may call these functions: what it gives to its own
/// stream runs at once, and waiting for its own stream returns at once.
#pragma once
#include <stddef.h>

#include "driver_types.h"
#include "vector_types.h"

/// Version of the interface: 1000 * major + 10 * minor.
#define CUDART_VERSION 13000

/// Marks what libcudart exports.
#define INGOT_CUDA_API __attribute__((visibility("default")))

/// A default argument, where the language has them.
#if defined(__cplusplus)
#define INGOT_CUDA_DEFAULT(value) = value
extern "C" {
#else
#define INGOT_CUDA_DEFAULT(value)
#endif

/// Errors: cudaErrorNotReady is an answer and leaves the last error as it is; reading the last
/// error clears it. One is sticky: where work in a stream finds that memory is gone which was there
/// when the work was given, the device fails with cudaErrorIllegalAddress. What waits in streams is
/// dropped, callbacks are told, and every later call gives the error until cudaDeviceReset.
/// \{
INGOT_CUDA_API cudaError_t cudaGetLastError(void);
INGOT_CUDA_API cudaError_t cudaPeekAtLastError(void);
INGOT_CUDA_API const char* cudaGetErrorName(cudaError_t error);
INGOT_CUDA_API const char* cudaGetErrorString(cudaError_t error);
/// \}

/// Versions: 1000 * major + 10 * minor.
/// \{
INGOT_CUDA_API cudaError_t cudaDriverGetVersion(int* driverVersion);
INGOT_CUDA_API cudaError_t cudaRuntimeGetVersion(int* runtimeVersion);
/// \}

/// The device: there is one, with index 0.
/// \{
INGOT_CUDA_API cudaError_t cudaGetDeviceCount(int* count);
INGOT_CUDA_API cudaError_t cudaGetDevice(int* device);
INGOT_CUDA_API cudaError_t cudaSetDevice(int device);
INGOT_CUDA_API cudaError_t cudaGetDeviceFlags(unsigned int* flags);
INGOT_CUDA_API cudaError_t cudaSetDeviceFlags(unsigned int flags);
INGOT_CUDA_API cudaError_t cudaGetDeviceProperties(cudaDeviceProp* prop, int device);
INGOT_CUDA_API cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attr, int device);
INGOT_CUDA_API cudaError_t cudaDeviceGetLimit(size_t* value, cudaLimit limit);
INGOT_CUDA_API cudaError_t cudaDeviceSetLimit(cudaLimit limit, size_t value);
INGOT_CUDA_API cudaError_t cudaDeviceGetStreamPriorityRange(int* leastPriority,
                                                            int* greatestPriority);
INGOT_CUDA_API cudaError_t cudaDeviceSynchronize(void);
/// Waits for all work, then ends all memory, streams, events and graphs that the runtime gave out,
/// and a failure of the device.
INGOT_CUDA_API cudaError_t cudaDeviceReset(void);
INGOT_CUDA_API cudaError_t cudaMemGetInfo(size_t* free, size_t* total);
/// \}

/// Memory: addresses are aligned to 256 bytes; a size of 0 gives a null pointer. cudaFree and
/// cudaFreeHost wait for all streams first, and refuse what they did not give out. What
/// cudaMallocAsync gives to a captured stream lives as long as the graph and its instances, and is
/// freed in the graph alone.
/// \{
INGOT_CUDA_API cudaError_t cudaMalloc(void** devPtr, size_t size);
INGOT_CUDA_API cudaError_t cudaMallocPitch(void** devPtr, size_t* pitch, size_t width,
                                           size_t height);
INGOT_CUDA_API cudaError_t cudaMalloc3D(cudaPitchedPtr* pitchedDevPtr, cudaExtent extent);
INGOT_CUDA_API cudaError_t cudaMallocManaged(
    void** devPtr, size_t size, unsigned int flags INGOT_CUDA_DEFAULT(cudaMemAttachGlobal));
INGOT_CUDA_API cudaError_t cudaMallocHost(void** ptr, size_t size);
INGOT_CUDA_API cudaError_t cudaHostAlloc(void** pHost, size_t size, unsigned int flags);
INGOT_CUDA_API cudaError_t cudaMallocAsync(void** devPtr, size_t size, cudaStream_t stream);
INGOT_CUDA_API cudaError_t cudaFree(void* devPtr);
INGOT_CUDA_API cudaError_t cudaFreeHost(void* ptr);
INGOT_CUDA_API cudaError_t cudaFreeAsync(void* devPtr, cudaStream_t stream);
INGOT_CUDA_API cudaError_t cudaHostRegister(void* ptr, size_t size, unsigned int flags);
INGOT_CUDA_API cudaError_t cudaHostUnregister(void* ptr);
INGOT_CUDA_API cudaError_t cudaHostGetDevicePointer(void** pDevice, void* pHost,
                                                    unsigned int flags);
INGOT_CUDA_API cudaError_t cudaHostGetFlags(unsigned int* pFlags, void* pHost);
INGOT_CUDA_API cudaError_t cudaPointerGetAttributes(cudaPointerAttributes* attributes,
                                                    const void* ptr);
/// \}

/// Copies and fills. A device side must lie inside one allocation; else cudaErrorInvalidValue. An
/// asynchronous copy from memory that is not pinned has read it on return; one to such memory is
/// done on return.
/// \{
INGOT_CUDA_API cudaError_t cudaMemcpy(void* dst, const void* src, size_t count,
                                      cudaMemcpyKind kind);
INGOT_CUDA_API cudaError_t cudaMemcpyAsync(void* dst, const void* src, size_t count,
                                           cudaMemcpyKind kind,
                                           cudaStream_t stream INGOT_CUDA_DEFAULT(0));
INGOT_CUDA_API cudaError_t cudaMemcpy2D(void* dst, size_t dpitch, const void* src, size_t spitch,
                                        size_t width, size_t height, cudaMemcpyKind kind);
INGOT_CUDA_API cudaError_t cudaMemcpy2DAsync(void* dst, size_t dpitch, const void* src,
                                             size_t spitch, size_t width, size_t height,
                                             cudaMemcpyKind kind,
                                             cudaStream_t stream INGOT_CUDA_DEFAULT(0));
INGOT_CUDA_API cudaError_t cudaMemcpy3D(const cudaMemcpy3DParms* p);
INGOT_CUDA_API cudaError_t cudaMemcpy3DAsync(const cudaMemcpy3DParms* p,
                                             cudaStream_t stream INGOT_CUDA_DEFAULT(0));
INGOT_CUDA_API cudaError_t cudaMemset(void* devPtr, int value, size_t count);
INGOT_CUDA_API cudaError_t cudaMemsetAsync(void* devPtr, int value, size_t count,
                                           cudaStream_t stream INGOT_CUDA_DEFAULT(0));
INGOT_CUDA_API cudaError_t cudaMemset2D(void* devPtr, size_t pitch, int value, size_t width,
                                        size_t height);
INGOT_CUDA_API cudaError_t cudaMemset2DAsync(void* devPtr, size_t pitch, int value, size_t width,
                                             size_t height,
                                             cudaStream_t stream INGOT_CUDA_DEFAULT(0));
INGOT_CUDA_API cudaError_t cudaMemset3D(cudaPitchedPtr pitchedDevPtr, int value, cudaExtent extent);
INGOT_CUDA_API cudaError_t cudaMemset3DAsync(cudaPitchedPtr pitchedDevPtr, int value,
                                             cudaExtent extent,
                                             cudaStream_t stream INGOT_CUDA_DEFAULT(0));
/// \}

/// Streams: a null stream is the legacy default stream: its work waits for what all blocking
/// streams were given before, and what they are given later waits for it.
/// \{
INGOT_CUDA_API cudaError_t cudaStreamCreate(cudaStream_t* pStream);
INGOT_CUDA_API cudaError_t cudaStreamCreateWithFlags(cudaStream_t* pStream, unsigned int flags);
INGOT_CUDA_API cudaError_t cudaStreamCreateWithPriority(cudaStream_t* pStream, unsigned int flags,
                                                        int priority);
INGOT_CUDA_API cudaError_t cudaStreamDestroy(cudaStream_t stream);
INGOT_CUDA_API cudaError_t cudaStreamGetFlags(cudaStream_t stream, unsigned int* flags);
INGOT_CUDA_API cudaError_t cudaStreamGetPriority(cudaStream_t stream, int* priority);
INGOT_CUDA_API cudaError_t cudaStreamGetId(cudaStream_t stream, unsigned long long* streamId);
INGOT_CUDA_API cudaError_t cudaStreamGetDevice(cudaStream_t stream, int* device);
INGOT_CUDA_API cudaError_t cudaStreamQuery(cudaStream_t stream);
INGOT_CUDA_API cudaError_t cudaStreamSynchronize(cudaStream_t stream);
INGOT_CUDA_API cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event,
                                               unsigned int flags INGOT_CUDA_DEFAULT(0));
INGOT_CUDA_API cudaError_t cudaStreamAddCallback(cudaStream_t stream, cudaStreamCallback_t callback,
                                                 void* userData, unsigned int flags);
INGOT_CUDA_API cudaError_t cudaLaunchHostFunc(cudaStream_t stream, cudaHostFn_t fn, void* userData);
/// \}

/// Events: elapsed time is in milliseconds, from monotonic time stamps taken in the streams.
/// \{
INGOT_CUDA_API cudaError_t cudaEventCreate(cudaEvent_t* event);
INGOT_CUDA_API cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned int flags);
INGOT_CUDA_API cudaError_t cudaEventDestroy(cudaEvent_t event);
INGOT_CUDA_API cudaError_t cudaEventRecord(cudaEvent_t event,
                                           cudaStream_t stream INGOT_CUDA_DEFAULT(0));
INGOT_CUDA_API cudaError_t cudaEventRecordWithFlags(cudaEvent_t event,
                                                    cudaStream_t stream INGOT_CUDA_DEFAULT(0),
                                                    unsigned int flags INGOT_CUDA_DEFAULT(0));
INGOT_CUDA_API cudaError_t cudaEventQuery(cudaEvent_t event);
INGOT_CUDA_API cudaError_t cudaEventSynchronize(cudaEvent_t event);
INGOT_CUDA_API cudaError_t cudaEventElapsedTime(float* ms, cudaEvent_t start, cudaEvent_t end);
/// \}

/// Graphs: a captured stream's work goes into the graph in place of the stream; a launch runs it as
/// one piece of work of a stream. Captured work is that of copies, fills, host functions, graph
/// launches and stream-ordered allocation; other streams take part by events. Launches of one
/// instance do not overlap.
/// \{
INGOT_CUDA_API cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode mode);
INGOT_CUDA_API cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* pGraph);
INGOT_CUDA_API cudaError_t cudaStreamIsCapturing(cudaStream_t stream,
                                                 cudaStreamCaptureStatus* pCaptureStatus);
INGOT_CUDA_API cudaError_t
cudaStreamGetCaptureInfo(cudaStream_t stream, cudaStreamCaptureStatus* captureStatus_out,
                         unsigned long long* id_out INGOT_CUDA_DEFAULT(0));
/// Sets which captures forbid calls of this thread that may wait for any work, and gives what was
/// set before: global (the default), this thread's own, or none.
INGOT_CUDA_API cudaError_t cudaThreadExchangeStreamCaptureMode(cudaStreamCaptureMode* mode);
INGOT_CUDA_API cudaError_t cudaGraphGetNodes(cudaGraph_t graph, cudaGraphNode_t* nodes,
                                             size_t* numNodes);
INGOT_CUDA_API cudaError_t cudaGraphNodeGetType(cudaGraphNode_t node, cudaGraphNodeType* pType);
INGOT_CUDA_API cudaError_t cudaGraphInstantiate(cudaGraphExec_t* pGraphExec, cudaGraph_t graph,
                                                unsigned long long flags INGOT_CUDA_DEFAULT(0));
INGOT_CUDA_API cudaError_t cudaGraphInstantiateWithFlags(
    cudaGraphExec_t* pGraphExec, cudaGraph_t graph, unsigned long long flags INGOT_CUDA_DEFAULT(0));
/// Later launches run the other graph's work, where its nodes are of the same types and hang
/// together in the same way; else cudaErrorGraphExecUpdateFailure.
INGOT_CUDA_API cudaError_t cudaGraphExecUpdate(cudaGraphExec_t hGraphExec, cudaGraph_t hGraph,
                                               cudaGraphExecUpdateResultInfo* resultInfo);
INGOT_CUDA_API cudaError_t cudaGraphUpload(cudaGraphExec_t graphExec, cudaStream_t stream);
INGOT_CUDA_API cudaError_t cudaGraphLaunch(cudaGraphExec_t graphExec, cudaStream_t stream);
INGOT_CUDA_API cudaError_t cudaGraphExecDestroy(cudaGraphExec_t graphExec);
INGOT_CUDA_API cudaError_t cudaGraphDestroy(cudaGraph_t graph);
/// \}

#if defined(__cplusplus)
}

/// The form of CUDA 11 and older. On the host no node can fail to instantiate, so `error_node` gets
/// null and the log an empty text.
inline cudaError_t cudaGraphInstantiate(cudaGraphExec_t* executable, cudaGraph_t graph,
                                        cudaGraphNode_t* error_node, char* log, size_t log_size) {
  if (error_node != nullptr) *error_node = nullptr;
  if (log != nullptr && log_size > 0) *log = '\0';
  return cudaGraphInstantiate(executable, graph, 0ULL);
}

/// The form of CUDA 11 and older.
inline cudaError_t cudaGraphExecUpdate(cudaGraphExec_t executable, cudaGraph_t graph,
                                       cudaGraphNode_t* error_node,
                                       cudaGraphExecUpdateResult* result) {
  cudaGraphExecUpdateResultInfo info = {cudaGraphExecUpdateError, 0, 0};
  const cudaError_t error = cudaGraphExecUpdate(executable, graph, &info);
  if (error_node != nullptr) *error_node = info.errorNode;
  if (result != nullptr) *result = info.result;
  return error;
}
#endif
