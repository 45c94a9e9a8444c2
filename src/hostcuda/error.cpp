// Error state, names and descriptions.
#include <algorithm>
#include <iterator>

#include "cuda_runtime_api.h"
#include "hostcuda/dispatch.h"

namespace ingot::hostcuda {
namespace {

struct ErrorText {
  cudaError_t code;
  const char* name;
  const char* description;
};

#define INGOT_ERROR(name, description) \
  { name, #name, description }

// Sorted by code.
constexpr ErrorText kErrors[] = {
    INGOT_ERROR(cudaSuccess, "no error"),
    INGOT_ERROR(cudaErrorInvalidValue, "invalid argument"),
    INGOT_ERROR(cudaErrorMemoryAllocation, "out of memory"),
    INGOT_ERROR(cudaErrorInitializationError, "initialization error"),
    INGOT_ERROR(cudaErrorCudartUnloading, "driver shutting down"),
    INGOT_ERROR(cudaErrorProfilerDisabled, "profiler disabled while using external profiling tool"),
    INGOT_ERROR(cudaErrorProfilerNotInitialized, "profiler not initialized"),
    INGOT_ERROR(cudaErrorProfilerAlreadyStarted, "profiler already started"),
    INGOT_ERROR(cudaErrorProfilerAlreadyStopped, "profiler already stopped"),
    INGOT_ERROR(cudaErrorInvalidConfiguration, "invalid configuration argument"),
    INGOT_ERROR(cudaErrorInvalidPitchValue, "invalid pitch argument"),
    INGOT_ERROR(cudaErrorInvalidSymbol, "invalid symbol"),
    INGOT_ERROR(cudaErrorInvalidHostPointer, "invalid host pointer"),
    INGOT_ERROR(cudaErrorInvalidDevicePointer, "invalid device pointer"),
    INGOT_ERROR(cudaErrorInvalidMemcpyDirection, "invalid copy direction for memcpy"),
    INGOT_ERROR(cudaErrorSynchronizationError, "synchronization failed"),
    INGOT_ERROR(cudaErrorNotYetImplemented, "not implemented"),
    INGOT_ERROR(cudaErrorMemoryValueTooLarge, "memory value too large"),
    INGOT_ERROR(cudaErrorStubLibrary, "the library is a stub"),
    INGOT_ERROR(cudaErrorInsufficientDriver, "driver version is too old for the runtime"),
    INGOT_ERROR(cudaErrorCallRequiresNewerDriver, "the call needs a newer driver"),
    INGOT_ERROR(cudaErrorDevicesUnavailable, "all devices are busy or unavailable"),
    INGOT_ERROR(cudaErrorIncompatibleDriverContext, "incompatible driver context"),
    INGOT_ERROR(cudaErrorMissingConfiguration, "launch without a configuration"),
    INGOT_ERROR(cudaErrorPriorLaunchFailure, "an earlier launch failed"),
    INGOT_ERROR(cudaErrorInvalidDeviceFunction, "invalid device function"),
    INGOT_ERROR(cudaErrorNoDevice, "no device is detected"),
    INGOT_ERROR(cudaErrorInvalidDevice, "invalid device ordinal"),
    INGOT_ERROR(cudaErrorStartupFailure, "startup failure in the runtime"),
    INGOT_ERROR(cudaErrorInvalidKernelImage, "invalid kernel image"),
    INGOT_ERROR(cudaErrorDeviceUninitialized, "invalid device context"),
    INGOT_ERROR(cudaErrorAlreadyMapped, "resource already mapped"),
    INGOT_ERROR(cudaErrorNoKernelImageForDevice, "no kernel image for this device"),
    INGOT_ERROR(cudaErrorNotMapped, "resource not mapped"),
    INGOT_ERROR(cudaErrorNotMappedAsPointer, "resource not mapped as pointer"),
    INGOT_ERROR(cudaErrorECCUncorrectable, "uncorrectable memory error"),
    INGOT_ERROR(cudaErrorUnsupportedLimit, "limit is not supported on this device"),
    INGOT_ERROR(cudaErrorDeviceAlreadyInUse, "device is used exclusively by another thread"),
    INGOT_ERROR(cudaErrorPeerAccessUnsupported,
                "peer access is not supported between these devices"),
    INGOT_ERROR(cudaErrorUnsupportedExecAffinity, "execution affinity is not supported"),
    INGOT_ERROR(cudaErrorUnsupportedDevSideSync, "synchronization on the device is not supported"),
    INGOT_ERROR(cudaErrorContained, "a contained memory error was found"),
    INGOT_ERROR(cudaErrorInvalidSource, "invalid source"),
    INGOT_ERROR(cudaErrorFileNotFound, "file not found"),
    INGOT_ERROR(cudaErrorSharedObjectSymbolNotFound, "symbol of a shared object not found"),
    INGOT_ERROR(cudaErrorSharedObjectInitFailed, "shared object failed to initialize"),
    INGOT_ERROR(cudaErrorOperatingSystem, "operating system call failed"),
    INGOT_ERROR(cudaErrorInvalidResourceHandle, "invalid resource handle"),
    INGOT_ERROR(cudaErrorIllegalState, "operation not possible in this state"),
    INGOT_ERROR(cudaErrorLossyQuery, "the query would lose information"),
    INGOT_ERROR(cudaErrorSymbolNotFound, "named symbol not found"),
    INGOT_ERROR(cudaErrorNotReady, "device not ready"),
    INGOT_ERROR(cudaErrorIllegalAddress, "illegal memory access"),
    INGOT_ERROR(cudaErrorLaunchOutOfResources, "too many resources requested for launch"),
    INGOT_ERROR(cudaErrorLaunchTimeout, "launch timed out"),
    INGOT_ERROR(cudaErrorPeerAccessAlreadyEnabled, "peer access is already enabled"),
    INGOT_ERROR(cudaErrorPeerAccessNotEnabled, "peer access is not enabled"),
    INGOT_ERROR(cudaErrorSetOnActiveProcess, "cannot be set while the process uses the device"),
    INGOT_ERROR(cudaErrorContextIsDestroyed, "context is destroyed"),
    INGOT_ERROR(cudaErrorAssert, "assertion on the device failed"),
    INGOT_ERROR(cudaErrorTooManyPeers, "too many peer mappings"),
    INGOT_ERROR(cudaErrorHostMemoryAlreadyRegistered, "host memory is already registered"),
    INGOT_ERROR(cudaErrorHostMemoryNotRegistered, "host memory is not registered"),
    INGOT_ERROR(cudaErrorHardwareStackError, "hardware stack error"),
    INGOT_ERROR(cudaErrorIllegalInstruction, "illegal instruction"),
    INGOT_ERROR(cudaErrorMisalignedAddress, "misaligned address"),
    INGOT_ERROR(cudaErrorInvalidAddressSpace, "invalid address space"),
    INGOT_ERROR(cudaErrorInvalidPc, "invalid program counter"),
    INGOT_ERROR(cudaErrorLaunchFailure, "unspecified launch failure"),
    INGOT_ERROR(cudaErrorCooperativeLaunchTooLarge, "too many blocks in a cooperative launch"),
    INGOT_ERROR(cudaErrorNotPermitted, "operation not permitted"),
    INGOT_ERROR(cudaErrorNotSupported, "operation not supported"),
    INGOT_ERROR(cudaErrorSystemNotReady, "system not ready"),
    INGOT_ERROR(cudaErrorSystemDriverMismatch, "system and driver do not match"),
    INGOT_ERROR(cudaErrorCompatNotSupportedOnDevice,
                "compatibility mode is not supported on this device"),
    INGOT_ERROR(cudaErrorStreamCaptureUnsupported,
                "operation not permitted while a stream is captured"),
    INGOT_ERROR(cudaErrorStreamCaptureInvalidated,
                "the capture was invalidated by an earlier error"),
    INGOT_ERROR(cudaErrorStreamCaptureMerge, "operation would merge two captures"),
    INGOT_ERROR(cudaErrorStreamCaptureUnmatched, "capture did not begin in this stream"),
    INGOT_ERROR(cudaErrorStreamCaptureUnjoined, "captured work of another stream was not joined"),
    INGOT_ERROR(cudaErrorStreamCaptureIsolation,
                "captured work cannot depend on work outside the capture"),
    INGOT_ERROR(cudaErrorStreamCaptureImplicit,
                "the default stream cannot be used while a blocking stream is captured"),
    INGOT_ERROR(cudaErrorCapturedEvent, "event was recorded in a captured stream"),
    INGOT_ERROR(cudaErrorStreamCaptureWrongThread,
                "capture can be ended only by the thread that began it"),
    INGOT_ERROR(cudaErrorTimeout, "wait timed out"),
    INGOT_ERROR(cudaErrorGraphExecUpdateFailure, "graph instance could not be updated"),
    INGOT_ERROR(cudaErrorExternalDevice, "error in a device outside of this runtime"),
    INGOT_ERROR(cudaErrorInvalidClusterSize, "invalid cluster size"),
    INGOT_ERROR(cudaErrorFunctionNotLoaded, "function is not loaded"),
    INGOT_ERROR(cudaErrorInvalidResourceType, "invalid resource type"),
    INGOT_ERROR(cudaErrorInvalidResourceConfiguration, "invalid resource configuration"),
    INGOT_ERROR(cudaErrorUnknown, "unknown error"),
};

#undef INGOT_ERROR

constexpr const char* kUnknownCode = "unrecognized error code";

const ErrorText* find_text(cudaError_t code) {
  const auto* const found = std::lower_bound(
      std::begin(kErrors), std::end(kErrors), code,
      [](const ErrorText& text, cudaError_t wanted) { return text.code < wanted; });
  return found != std::end(kErrors) && found->code == code ? found : nullptr;
}

}  // namespace
}  // namespace ingot::hostcuda

using namespace ingot::hostcuda;

cudaError_t cudaGetLastError(void) {
  INGOT_ON_GPU(cudaGetLastError());
  if (failed()) return failure();
  const cudaError_t error = thread_state.last_error;
  thread_state.last_error = cudaSuccess;
  return error;
}
cudaError_t cudaPeekAtLastError(void) {
  INGOT_ON_GPU(cudaPeekAtLastError());
  return failed() ? failure() : thread_state.last_error;
}
const char* cudaGetErrorName(cudaError_t error) {
  const ErrorText* const text = find_text(error);
  return text == nullptr ? kUnknownCode : text->name;
}
const char* cudaGetErrorString(cudaError_t error) {
  const ErrorText* const text = find_text(error);
  return text == nullptr ? kUnknownCode : text->description;
}
