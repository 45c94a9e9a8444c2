#include "hostcuda/device_properties.h"

#include <algorithm>
#include <climits>
#include <cstring>

#include "hostcuda/host_info.h"

namespace ingot::hostcuda {
namespace {

// What programs may expect of the device's arithmetic: fp16, bf16 and int8.
constexpr int kCapabilityMajor = 8;
constexpr int kCapabilityMinor = 0;

// Kernels do not run on the host; these are the values that programs divide by or index with.
void set_launch_shape(cudaDeviceProp& device) {
  device.warpSize = 32;
  device.maxThreadsPerBlock = 1024;
  device.maxThreadsPerMultiProcessor = 2048;
  device.maxBlocksPerMultiProcessor = 32;
  std::fill_n(device.maxThreadsDim, 2, 1024);
  device.maxThreadsDim[2] = 64;
  device.maxGridSize[0] = INT_MAX;
  std::fill_n(device.maxGridSize + 1, 2, 65535);
  device.sharedMemPerBlock = device.sharedMemPerBlockOptin = std::size_t{48} << 10;
  device.sharedMemPerMultiprocessor = std::size_t{64} << 10;
  device.regsPerBlock = device.regsPerMultiprocessor = 65536;
  device.totalConstMem = std::size_t{64} << 10;
}

void set_memory(cudaDeviceProp& device) {
  device.totalGlobalMem = total_memory();
  device.memPitch = INT_MAX;
  device.textureAlignment = device.texturePitchAlignment = 256;
  device.l2CacheSize = host_info().l2_bytes;
  device.integrated = device.canMapHostMemory = device.unifiedAddressing = 1;
  device.managedMemory = device.concurrentManagedAccess = 1;
  device.pageableMemoryAccess = device.pageableMemoryAccessUsesHostPageTables = 1;
  device.directManagedMemAccessFromHost = device.hostNativeAtomicSupported = 1;
  device.canUseHostPointerForRegisteredMem = device.hostRegisterSupported = 1;
  device.memoryPoolsSupported = 1;
}

void set_execution(cudaDeviceProp& device) {
  device.multiProcessorCount = host_info().cores;
  device.clockRate = host_info().clock_khz;
  device.computeMode = cudaComputeModeDefault;
  device.concurrentKernels = device.streamPrioritiesSupported = 1;
  device.asyncEngineCount = device.deviceOverlap = 1;
  device.singleToDoublePrecisionPerfRatio = 2;
  device.globalL1CacheSupported = device.localL1CacheSupported = 1;
  device.computePreemptionSupported = device.unifiedFunctionPointers = 1;
}

cudaDeviceProp describe_host() {
  cudaDeviceProp device{};
  const std::string& name = host_info().name;
  std::memcpy(device.name, name.data(), std::min(name.size(), sizeof device.name - 1));
  std::memcpy(device.uuid.bytes, "ingot host cpu", 14);
  device.major = kCapabilityMajor;
  device.minor = kCapabilityMinor;
  set_launch_shape(device);
  set_memory(device);
  set_execution(device);
  return device;
}

int to_int(std::size_t value) { return static_cast<int>(std::min<std::size_t>(value, INT_MAX)); }

}  // namespace

const cudaDeviceProp& device_properties() {
  static const cudaDeviceProp device = describe_host();
  return device;
}

std::optional<int> device_attribute(cudaDeviceAttr attribute) {
  const cudaDeviceProp& device = device_properties();
  switch (attribute) {
    case cudaDevAttrMaxThreadsPerBlock: return device.maxThreadsPerBlock;
    case cudaDevAttrMaxBlockDimX: return device.maxThreadsDim[0];
    case cudaDevAttrMaxBlockDimY: return device.maxThreadsDim[1];
    case cudaDevAttrMaxBlockDimZ: return device.maxThreadsDim[2];
    case cudaDevAttrMaxGridDimX: return device.maxGridSize[0];
    case cudaDevAttrMaxGridDimY: return device.maxGridSize[1];
    case cudaDevAttrMaxGridDimZ: return device.maxGridSize[2];
    case cudaDevAttrMaxSharedMemoryPerBlock: return to_int(device.sharedMemPerBlock);
    case cudaDevAttrTotalConstantMemory: return to_int(device.totalConstMem);
    case cudaDevAttrWarpSize: return device.warpSize;
    case cudaDevAttrMaxPitch: return to_int(device.memPitch);
    case cudaDevAttrMaxRegistersPerBlock: return device.regsPerBlock;
    case cudaDevAttrClockRate: return device.clockRate;
    case cudaDevAttrTextureAlignment: return to_int(device.textureAlignment);
    case cudaDevAttrGpuOverlap: return device.deviceOverlap;
    case cudaDevAttrMultiProcessorCount: return device.multiProcessorCount;
    case cudaDevAttrKernelExecTimeout: return device.kernelExecTimeoutEnabled;
    case cudaDevAttrIntegrated: return device.integrated;
    case cudaDevAttrCanMapHostMemory: return device.canMapHostMemory;
    case cudaDevAttrComputeMode: return device.computeMode;
    case cudaDevAttrConcurrentKernels: return device.concurrentKernels;
    case cudaDevAttrEccEnabled: return device.ECCEnabled;
    case cudaDevAttrPciBusId: return device.pciBusID;
    case cudaDevAttrPciDeviceId: return device.pciDeviceID;
    case cudaDevAttrTccDriver: return device.tccDriver;
    case cudaDevAttrMemoryClockRate: return device.memoryClockRate;
    case cudaDevAttrGlobalMemoryBusWidth: return device.memoryBusWidth;
    case cudaDevAttrL2CacheSize: return device.l2CacheSize;
    case cudaDevAttrMaxThreadsPerMultiProcessor: return device.maxThreadsPerMultiProcessor;
    case cudaDevAttrAsyncEngineCount: return device.asyncEngineCount;
    case cudaDevAttrUnifiedAddressing: return device.unifiedAddressing;
    case cudaDevAttrPciDomainId: return device.pciDomainID;
    case cudaDevAttrTexturePitchAlignment: return to_int(device.texturePitchAlignment);
    case cudaDevAttrComputeCapabilityMajor: return device.major;
    case cudaDevAttrComputeCapabilityMinor: return device.minor;
    case cudaDevAttrStreamPrioritiesSupported: return device.streamPrioritiesSupported;
    case cudaDevAttrGlobalL1CacheSupported: return device.globalL1CacheSupported;
    case cudaDevAttrLocalL1CacheSupported: return device.localL1CacheSupported;
    case cudaDevAttrMaxSharedMemoryPerMultiprocessor:
      return to_int(device.sharedMemPerMultiprocessor);
    case cudaDevAttrMaxRegistersPerMultiprocessor: return device.regsPerMultiprocessor;
    case cudaDevAttrManagedMemory: return device.managedMemory;
    case cudaDevAttrIsMultiGpuBoard: return device.isMultiGpuBoard;
    case cudaDevAttrMultiGpuBoardGroupID: return device.multiGpuBoardGroupID;
    case cudaDevAttrHostNativeAtomicSupported: return device.hostNativeAtomicSupported;
    case cudaDevAttrSingleToDoublePrecisionPerfRatio:
      return device.singleToDoublePrecisionPerfRatio;
    case cudaDevAttrPageableMemoryAccess: return device.pageableMemoryAccess;
    case cudaDevAttrConcurrentManagedAccess: return device.concurrentManagedAccess;
    case cudaDevAttrComputePreemptionSupported: return device.computePreemptionSupported;
    case cudaDevAttrCanUseHostPointerForRegisteredMem:
      return device.canUseHostPointerForRegisteredMem;
    case cudaDevAttrCooperativeLaunch: return device.cooperativeLaunch;
    case cudaDevAttrMaxSharedMemoryPerBlockOptin: return to_int(device.sharedMemPerBlockOptin);
    case cudaDevAttrHostRegisterSupported: return device.hostRegisterSupported;
    case cudaDevAttrPageableMemoryAccessUsesHostPageTables:
      return device.pageableMemoryAccessUsesHostPageTables;
    case cudaDevAttrDirectManagedMemAccessFromHost: return device.directManagedMemAccessFromHost;
    case cudaDevAttrMaxBlocksPerMultiprocessor: return device.maxBlocksPerMultiProcessor;
    case cudaDevAttrMaxPersistingL2CacheSize: return device.persistingL2CacheMaxSize;
    case cudaDevAttrMaxAccessPolicyWindowSize: return device.accessPolicyMaxWindowSize;
    case cudaDevAttrReservedSharedMemoryPerBlock: return to_int(device.reservedSharedMemPerBlock);
    case cudaDevAttrMemoryPoolsSupported: return device.memoryPoolsSupported;
    case cudaDevAttrClusterLaunch: return device.clusterLaunch;
    case cudaDevAttrIpcEventSupport: return device.ipcEventSupported;
  }
  return std::nullopt;
}

}  // namespace ingot::hostcuda
