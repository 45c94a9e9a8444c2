#include "backend/cuda/runtime_functions.h"

#include <cuda_profiler_api.h>
#include <cuda_runtime_api.h>

#include <cstring>
#include <map>
#include <string_view>

namespace ingot::backend::cuda {
namespace {

using Function = void (*)();

template <class F>
Function erase(F* function) {
  return reinterpret_cast<Function>(function);
}

// Where the structures or parameters of include/cuda are other than the toolkit's.

cudaError_t capture_info(cudaStream_t stream, cudaStreamCaptureStatus* status,
                         unsigned long long* id) {
#if CUDART_VERSION >= 13000
  return cudaStreamGetCaptureInfo(stream, status, id, nullptr, nullptr, nullptr, nullptr);
#else
  return cudaStreamGetCaptureInfo_v2(stream, status, id, nullptr, nullptr, nullptr);
#endif
}

struct PointerAttributes {
  cudaMemoryType type;
  int device;
  void* device_pointer;
  void* host_pointer;
};

cudaError_t pointer_attributes(PointerAttributes* attributes, const void* pointer) {
  if (attributes == nullptr) return cudaErrorInvalidValue;
  cudaPointerAttributes told{};
  const cudaError_t result = cudaPointerGetAttributes(&told, pointer);
  *attributes = {told.type, told.device, told.devicePointer, told.hostPointer};
  return result;
}

const std::map<std::string_view, Function>& functions() {
#define INGOT_SAME(name) \
  { #name, erase(&name) }
  static const std::map<std::string_view, Function> all{
      {"cudaStreamGetCaptureInfo", erase(&capture_info)},
      {"cudaPointerGetAttributes", erase(&pointer_attributes)},
      INGOT_SAME(cudaDeviceGetAttribute),
      INGOT_SAME(cudaDeviceGetLimit),
      INGOT_SAME(cudaDeviceGetStreamPriorityRange),
      INGOT_SAME(cudaDeviceReset),
      INGOT_SAME(cudaDeviceSetLimit),
      INGOT_SAME(cudaDeviceSynchronize),
      INGOT_SAME(cudaDriverGetVersion),
      INGOT_SAME(cudaEventCreate),
      INGOT_SAME(cudaEventCreateWithFlags),
      INGOT_SAME(cudaEventDestroy),
      INGOT_SAME(cudaEventElapsedTime),
      INGOT_SAME(cudaEventQuery),
      INGOT_SAME(cudaEventRecord),
      INGOT_SAME(cudaEventRecordWithFlags),
      INGOT_SAME(cudaEventSynchronize),
      INGOT_SAME(cudaFree),
      INGOT_SAME(cudaFreeAsync),
      INGOT_SAME(cudaFreeHost),
      INGOT_SAME(cudaGetDevice),
      INGOT_SAME(cudaGetDeviceCount),
      INGOT_SAME(cudaGetDeviceFlags),
      INGOT_SAME(cudaGetLastError),
      INGOT_SAME(cudaGraphDestroy),
      INGOT_SAME(cudaGraphExecDestroy),
      INGOT_SAME(cudaGraphExecUpdate),
      INGOT_SAME(cudaGraphGetNodes),
      INGOT_SAME(cudaGraphInstantiateWithFlags),
      INGOT_SAME(cudaGraphLaunch),
      INGOT_SAME(cudaGraphNodeGetType),
      INGOT_SAME(cudaGraphUpload),
      INGOT_SAME(cudaHostAlloc),
      INGOT_SAME(cudaHostGetDevicePointer),
      INGOT_SAME(cudaHostGetFlags),
      INGOT_SAME(cudaHostRegister),
      INGOT_SAME(cudaHostUnregister),
      INGOT_SAME(cudaLaunchHostFunc),
      INGOT_SAME(cudaMalloc),
      INGOT_SAME(cudaMalloc3D),
      INGOT_SAME(cudaMallocAsync),
      INGOT_SAME(cudaMallocHost),
      INGOT_SAME(cudaMallocManaged),
      INGOT_SAME(cudaMallocPitch),
      INGOT_SAME(cudaMemGetInfo),
      INGOT_SAME(cudaMemcpy),
      INGOT_SAME(cudaMemcpy2D),
      INGOT_SAME(cudaMemcpy2DAsync),
      INGOT_SAME(cudaMemcpy3D),
      INGOT_SAME(cudaMemcpy3DAsync),
      INGOT_SAME(cudaMemcpyAsync),
      INGOT_SAME(cudaMemset),
      INGOT_SAME(cudaMemset2D),
      INGOT_SAME(cudaMemset2DAsync),
      INGOT_SAME(cudaMemset3D),
      INGOT_SAME(cudaMemset3DAsync),
      INGOT_SAME(cudaMemsetAsync),
      INGOT_SAME(cudaPeekAtLastError),
      INGOT_SAME(cudaProfilerStart),
      INGOT_SAME(cudaProfilerStop),
      INGOT_SAME(cudaRuntimeGetVersion),
      INGOT_SAME(cudaSetDevice),
      INGOT_SAME(cudaSetDeviceFlags),
      INGOT_SAME(cudaStreamAddCallback),
      INGOT_SAME(cudaStreamBeginCapture),
      INGOT_SAME(cudaStreamCreate),
      INGOT_SAME(cudaStreamCreateWithFlags),
      INGOT_SAME(cudaStreamCreateWithPriority),
      INGOT_SAME(cudaStreamDestroy),
      INGOT_SAME(cudaStreamEndCapture),
      INGOT_SAME(cudaStreamGetDevice),
      INGOT_SAME(cudaStreamGetFlags),
      INGOT_SAME(cudaStreamGetId),
      INGOT_SAME(cudaStreamGetPriority),
      INGOT_SAME(cudaStreamIsCapturing),
      INGOT_SAME(cudaStreamQuery),
      INGOT_SAME(cudaStreamSynchronize),
      INGOT_SAME(cudaStreamWaitEvent),
      INGOT_SAME(cudaThreadExchangeStreamCaptureMode),
  };
#undef INGOT_SAME
  return all;
}

}  // namespace

void* runtime_function(const char* name) {
  const auto found = functions().find(name);
  return found == functions().end() ? nullptr : reinterpret_cast<void*>(found->second);
}

}  // namespace ingot::backend::cuda
