// Device selection, flags, limits, versions.
#include <algorithm>
#include <atomic>

#include "cuda_profiler_api.h"
#include "cuda_runtime_api.h"
#include "hostcuda/allocations.h"
#include "hostcuda/capture.h"
#include "hostcuda/device_properties.h"
#include "hostcuda/dispatch.h"
#include "hostcuda/event.h"
#include "hostcuda/gpu_properties.h"
#include "hostcuda/graph.h"
#include "hostcuda/stream_priority.h"
#include "hostcuda/stream_table.h"

namespace ingot::hostcuda {
namespace {

constexpr int kDevices = 1;
constexpr int kLimits = cudaLimitPersistingL2CacheSize + 1;

constexpr unsigned kFirstFlags = cudaDeviceMapHost;
std::atomic<unsigned> device_flags{kFirstFlags};

// Kept and given back; no limit binds on the host.
constexpr std::size_t kFirstLimits[kLimits] = {
    1024, std::size_t{1} << 20, std::size_t{8} << 20, 2, 2048, 64, 0};
std::atomic<std::size_t> limits[kLimits] = {kFirstLimits[0], kFirstLimits[1], kFirstLimits[2],
                                            kFirstLimits[3], kFirstLimits[4], kFirstLimits[5],
                                            kFirstLimits[6]};

template <class T>
cudaError_t give(T* place, T value) {
  if (place == nullptr) return cudaErrorInvalidValue;
  *place = value;
  return cudaSuccess;
}

bool is_device(int device) { return device >= 0 && device < kDevices; }

cudaError_t get_count(int* count) { return give(count, kDevices); }
cudaError_t get_device(int* device) { return give(device, 0); }
cudaError_t set_device(int device) {
  return is_device(device) ? cudaSuccess : cudaErrorInvalidDevice;
}

cudaError_t get_flags(unsigned* flags) { return give(flags, device_flags.load()); }
cudaError_t set_flags(unsigned flags) {
  const unsigned schedule = flags & cudaDeviceScheduleMask;
  const bool one_schedule = (schedule & (schedule - 1)) == 0;
  if ((flags & ~unsigned{cudaDeviceMask}) != 0 || !one_schedule) return cudaErrorInvalidValue;
  device_flags.store(flags | cudaDeviceMapHost);
  return cudaSuccess;
}

cudaError_t get_properties(cudaDeviceProp* properties, int device) {
  if (properties == nullptr) return cudaErrorInvalidValue;
  if (!is_device(device)) return cudaErrorInvalidDevice;
  *properties = device_properties();
  return cudaSuccess;
}

cudaError_t get_attribute(int* value, cudaDeviceAttr attribute, int device) {
  if (value == nullptr) return cudaErrorInvalidValue;
  if (!is_device(device)) return cudaErrorInvalidDevice;
  const auto found = device_attribute(attribute);
  return found ? give(value, *found) : cudaErrorInvalidValue;
}

// The value's place; null for a limit that is not known.
std::atomic<std::size_t>* find_limit(cudaLimit limit) {
  switch (limit) {
    case cudaLimitStackSize:
    case cudaLimitPrintfFifoSize:
    case cudaLimitMallocHeapSize:
    case cudaLimitDevRuntimeSyncDepth:
    case cudaLimitDevRuntimePendingLaunchCount:
    case cudaLimitMaxL2FetchGranularity:
    case cudaLimitPersistingL2CacheSize: return &limits[limit];
  }
  return nullptr;
}

cudaError_t get_limit(std::size_t* value, cudaLimit limit) {
  const auto* const found = find_limit(limit);
  return found == nullptr ? cudaErrorUnsupportedLimit : give(value, found->load());
}

cudaError_t set_limit(cudaLimit limit, std::size_t value) {
  auto* const found = find_limit(limit);
  if (found == nullptr) return cudaErrorInvalidValue;
  found->store(value);
  return cudaSuccess;
}

cudaError_t get_priority_range(int* least, int* greatest) {
  if (least != nullptr) *least = kLeastPriority;
  if (greatest != nullptr) *greatest = kGreatestPriority;
  return cudaSuccess;
}

cudaError_t synchronize_device() {
  const cudaError_t refused = check_global_call();
  if (refused == cudaSuccess) synchronize_all();
  return refused;
}

cudaError_t reset_device() {
  const cudaError_t refused = check_global_call();
  if (refused != cudaSuccess) return refused;
  synchronize_all();
  destroy_graphs();
  destroy_events();
  destroy_streams();
  Allocations::instance().free_all();
  device_flags.store(kFirstFlags);
  std::copy_n(kFirstLimits, kLimits, limits);
  device_failure.store(cudaSuccess);
  thread_state.last_error = cudaSuccess;
  return cudaSuccess;
}

cudaError_t get_version(int* version) { return give(version, CUDART_VERSION); }
cudaError_t switch_profiler() { return cudaSuccess; }

}  // namespace
}  // namespace ingot::hostcuda

using namespace ingot::hostcuda;

cudaError_t cudaDriverGetVersion(int* driverVersion) {
  INGOT_ON_GPU(cudaDriverGetVersion(driverVersion));
  return dispatch_always<get_version>(driverVersion);
}
cudaError_t cudaRuntimeGetVersion(int* runtimeVersion) {
  INGOT_ON_GPU(cudaRuntimeGetVersion(runtimeVersion));
  return dispatch_always<get_version>(runtimeVersion);
}
cudaError_t cudaGetDeviceCount(int* count) {
  INGOT_ON_GPU(cudaGetDeviceCount(count));
  return dispatch<get_count>(count);
}
cudaError_t cudaGetDevice(int* device) {
  INGOT_ON_GPU(cudaGetDevice(device));
  return dispatch<get_device>(device);
}
cudaError_t cudaSetDevice(int device) {
  INGOT_ON_GPU(cudaSetDevice(device));
  return dispatch<set_device>(device);
}
cudaError_t cudaGetDeviceFlags(unsigned* flags) {
  INGOT_ON_GPU(cudaGetDeviceFlags(flags));
  return dispatch<get_flags>(flags);
}
cudaError_t cudaSetDeviceFlags(unsigned flags) {
  INGOT_ON_GPU(cudaSetDeviceFlags(flags));
  return dispatch<set_flags>(flags);
}
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* prop, int device) {
  if (const auto* on_gpu = gpu()) [[unlikely]]
    return gpu_properties(*on_gpu, prop, device);
  return dispatch<get_properties>(prop, device);
}
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attr, int device) {
  INGOT_ON_GPU(cudaDeviceGetAttribute(value, attr, device));
  return dispatch<get_attribute>(value, attr, device);
}
cudaError_t cudaDeviceGetLimit(size_t* value, cudaLimit limit) {
  INGOT_ON_GPU(cudaDeviceGetLimit(value, limit));
  return dispatch<get_limit>(value, limit);
}
cudaError_t cudaDeviceSetLimit(cudaLimit limit, size_t value) {
  INGOT_ON_GPU(cudaDeviceSetLimit(limit, value));
  return dispatch<set_limit>(limit, value);
}
cudaError_t cudaDeviceGetStreamPriorityRange(int* leastPriority, int* greatestPriority) {
  INGOT_ON_GPU(cudaDeviceGetStreamPriorityRange(leastPriority, greatestPriority));
  return dispatch<get_priority_range>(leastPriority, greatestPriority);
}
cudaError_t cudaDeviceSynchronize(void) {
  INGOT_ON_GPU(cudaDeviceSynchronize());
  return dispatch<synchronize_device>();
}
cudaError_t cudaDeviceReset(void) {
  INGOT_ON_GPU(cudaDeviceReset());
  return dispatch_always<reset_device>();
}
cudaError_t cudaProfilerStart(void) {
  INGOT_ON_GPU(cudaProfilerStart());
  return dispatch<switch_profiler>();
}
cudaError_t cudaProfilerStop(void) {
  INGOT_ON_GPU(cudaProfilerStop());
  return dispatch<switch_profiler>();
}
