// The driver interface's functions.
#include <algorithm>
#include <cstring>

#include "cuda.h"
#include "cuda_runtime_api.h"
#include "hostcuda/device_properties.h"
#include "hostcuda/gpu.h"
#include "hostcuda/stream_table.h"
#include "hostcuda/virtual_memory.h"

namespace ingot::hostcuda {
namespace {

struct ResultName {
  CUresult code;
  const char* name;
};

#define INGOT_RESULT(name) \
  { name, #name }

constexpr ResultName kResults[] = {
    INGOT_RESULT(CUDA_SUCCESS),
    INGOT_RESULT(CUDA_ERROR_INVALID_VALUE),
    INGOT_RESULT(CUDA_ERROR_OUT_OF_MEMORY),
    INGOT_RESULT(CUDA_ERROR_NOT_INITIALIZED),
    INGOT_RESULT(CUDA_ERROR_DEINITIALIZED),
    INGOT_RESULT(CUDA_ERROR_NO_DEVICE),
    INGOT_RESULT(CUDA_ERROR_INVALID_DEVICE),
    INGOT_RESULT(CUDA_ERROR_INVALID_CONTEXT),
    INGOT_RESULT(CUDA_ERROR_MAP_FAILED),
    INGOT_RESULT(CUDA_ERROR_UNMAP_FAILED),
    INGOT_RESULT(CUDA_ERROR_ALREADY_MAPPED),
    INGOT_RESULT(CUDA_ERROR_NOT_MAPPED),
    INGOT_RESULT(CUDA_ERROR_OPERATING_SYSTEM),
    INGOT_RESULT(CUDA_ERROR_INVALID_HANDLE),
    INGOT_RESULT(CUDA_ERROR_ILLEGAL_STATE),
    INGOT_RESULT(CUDA_ERROR_NOT_FOUND),
    INGOT_RESULT(CUDA_ERROR_NOT_READY),
    INGOT_RESULT(CUDA_ERROR_ILLEGAL_ADDRESS),
    INGOT_RESULT(CUDA_ERROR_LAUNCH_FAILED),
    INGOT_RESULT(CUDA_ERROR_NOT_PERMITTED),
    INGOT_RESULT(CUDA_ERROR_NOT_SUPPORTED),
    INGOT_RESULT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED),
    INGOT_RESULT(CUDA_ERROR_UNKNOWN),
};

#undef INGOT_RESULT

const ResultName* find_name(CUresult code) {
  const auto* const found =
      std::find_if(std::begin(kResults), std::end(kResults),
                   [code](const ResultName& result) { return result.code == code; });
  return found == std::end(kResults) ? nullptr : found;
}

constexpr bool is_device(CUdevice device) { return device == 0; }

bool whole_granules(std::size_t bytes) {
  return bytes > 0 && bytes % VirtualMemory::kGranularity == 0;
}
bool is_range(CUdeviceptr address, std::size_t size) {
  return address % VirtualMemory::kGranularity == 0 && whole_granules(size) &&
         size <= UINTPTR_MAX - address;
}

CUresult check_location(const CUmemLocation& location) {
  if (location.type != CU_MEM_LOCATION_TYPE_DEVICE) {
    return location.type == CU_MEM_LOCATION_TYPE_INVALID ? CUDA_ERROR_INVALID_VALUE
                                                         : CUDA_ERROR_NOT_SUPPORTED;
  }
  return is_device(location.id) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
}

CUresult check_properties(const CUmemAllocationProp* prop) {
  if (prop == nullptr || prop->type != CU_MEM_ALLOCATION_TYPE_PINNED) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (prop->requestedHandleTypes != CU_MEM_HANDLE_TYPE_NONE) return CUDA_ERROR_NOT_SUPPORTED;
  return check_location(prop->location);
}

bool is_access(CUmemAccess_flags flags) {
  return flags == CU_MEM_ACCESS_FLAGS_PROT_NONE || flags == CU_MEM_ACCESS_FLAGS_PROT_READ ||
         flags == CU_MEM_ACCESS_FLAGS_PROT_READWRITE;
}

VirtualMemory& memory() { return VirtualMemory::instance(); }

}  // namespace
}  // namespace ingot::hostcuda

using namespace ingot::hostcuda;

CUresult cuInit(unsigned Flags) {
  INGOT_ON_GPU(cuInit(Flags));
  return Flags == 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

CUresult cuDriverGetVersion(int* driverVersion) {
  INGOT_ON_GPU(cuDriverGetVersion(driverVersion));
  if (driverVersion == nullptr) return CUDA_ERROR_INVALID_VALUE;
  *driverVersion = CUDA_VERSION;
  return CUDA_SUCCESS;
}

CUresult cuGetErrorName(CUresult error, const char** pStr) {
  if (pStr == nullptr) return CUDA_ERROR_INVALID_VALUE;
  const ResultName* const found = find_name(error);
  *pStr = found == nullptr ? nullptr : found->name;
  return found == nullptr ? CUDA_ERROR_INVALID_VALUE : CUDA_SUCCESS;
}

CUresult cuGetErrorString(CUresult error, const char** pStr) {
  if (pStr == nullptr) return CUDA_ERROR_INVALID_VALUE;
  const bool known = find_name(error) != nullptr;
  *pStr = known ? cudaGetErrorString(static_cast<cudaError_t>(error)) : nullptr;
  return known ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

CUresult cuDeviceGetCount(int* count) {
  INGOT_ON_GPU(cuDeviceGetCount(count));
  if (count == nullptr) return CUDA_ERROR_INVALID_VALUE;
  *count = 1;
  return CUDA_SUCCESS;
}

CUresult cuDeviceGet(CUdevice* device, int ordinal) {
  INGOT_ON_GPU(cuDeviceGet(device, ordinal));
  if (device == nullptr) return CUDA_ERROR_INVALID_VALUE;
  if (!is_device(ordinal)) return CUDA_ERROR_INVALID_DEVICE;
  *device = ordinal;
  return CUDA_SUCCESS;
}

CUresult cuDeviceGetName(char* name, int len, CUdevice dev) {
  INGOT_ON_GPU(cuDeviceGetName(name, len, dev));
  if (name == nullptr || len <= 0) return CUDA_ERROR_INVALID_VALUE;
  if (!is_device(dev)) return CUDA_ERROR_INVALID_DEVICE;
  const char* const text = device_properties().name;
  const std::size_t size = std::min(std::strlen(text), static_cast<std::size_t>(len) - 1);
  std::memcpy(name, text, size);
  name[size] = '\0';
  return CUDA_SUCCESS;
}

CUresult cuDeviceTotalMem(size_t* bytes, CUdevice dev) {
  INGOT_ON_GPU(cuDeviceTotalMem(bytes, dev));
  if (bytes == nullptr) return CUDA_ERROR_INVALID_VALUE;
  if (!is_device(dev)) return CUDA_ERROR_INVALID_DEVICE;
  *bytes = device_properties().totalGlobalMem;
  return CUDA_SUCCESS;
}

CUresult cuDeviceGetAttribute(int* pi, CUdevice_attribute attrib, CUdevice dev) {
  INGOT_ON_GPU(cuDeviceGetAttribute(pi, attrib, dev));
  if (pi == nullptr) return CUDA_ERROR_INVALID_VALUE;
  if (!is_device(dev)) return CUDA_ERROR_INVALID_DEVICE;
  if (attrib == CU_DEVICE_ATTRIBUTE_VIRTUAL_MEMORY_MANAGEMENT_SUPPORTED) {
    *pi = 1;  // the runtime has no name for it
    return CUDA_SUCCESS;
  }
  const auto found = device_attribute(static_cast<cudaDeviceAttr>(attrib));
  if (!found) return CUDA_ERROR_INVALID_VALUE;
  *pi = *found;
  return CUDA_SUCCESS;
}

CUresult cuMemGetAllocationGranularity(size_t* granularity, const CUmemAllocationProp* prop,
                                       CUmemAllocationGranularity_flags option) {
  INGOT_ON_GPU(cuMemGetAllocationGranularity(granularity, prop, option));
  if (granularity == nullptr || option > CU_MEM_ALLOC_GRANULARITY_RECOMMENDED) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  const CUresult refused = check_properties(prop);
  if (refused == CUDA_SUCCESS) *granularity = VirtualMemory::kGranularity;
  return refused;
}

CUresult cuMemAddressReserve(CUdeviceptr* ptr, size_t size, size_t alignment, CUdeviceptr addr,
                             unsigned long long flags) {
  INGOT_ON_GPU(cuMemAddressReserve(ptr, size, alignment, addr, flags));
  const bool power_of_two = (alignment & (alignment - 1)) == 0;
  if (ptr == nullptr || !whole_granules(size) || !power_of_two || flags != 0) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  std::uintptr_t address = 0;
  const CUresult result =
      memory().reserve(address, size, std::max(alignment, VirtualMemory::kGranularity), addr);
  if (result == CUDA_SUCCESS) *ptr = address;
  return result;
}

CUresult cuMemAddressFree(CUdeviceptr ptr, size_t size) {
  INGOT_ON_GPU(cuMemAddressFree(ptr, size));
  return is_range(ptr, size) ? memory().unreserve(ptr, size) : CUDA_ERROR_INVALID_VALUE;
}

CUresult cuMemCreate(CUmemGenericAllocationHandle* handle, size_t size,
                     const CUmemAllocationProp* prop, unsigned long long flags) {
  INGOT_ON_GPU(cuMemCreate(handle, size, prop, flags));
  if (handle == nullptr || !whole_granules(size) || flags != 0) return CUDA_ERROR_INVALID_VALUE;
  const CUresult refused = check_properties(prop);
  return refused != CUDA_SUCCESS ? refused : memory().create(*handle, size, *prop);
}

CUresult cuMemRelease(CUmemGenericAllocationHandle handle) {
  INGOT_ON_GPU(cuMemRelease(handle));
  return memory().release(handle);
}

CUresult cuMemMap(CUdeviceptr ptr, size_t size, size_t offset, CUmemGenericAllocationHandle handle,
                  unsigned long long flags) {
  INGOT_ON_GPU(cuMemMap(ptr, size, offset, handle, flags));
  if (!is_range(ptr, size) || offset != 0 || flags != 0) return CUDA_ERROR_INVALID_VALUE;
  return memory().map(ptr, size, handle);
}

CUresult cuMemUnmap(CUdeviceptr ptr, size_t size) {
  INGOT_ON_GPU(cuMemUnmap(ptr, size));
  if (!is_range(ptr, size)) return CUDA_ERROR_INVALID_VALUE;
  synchronize_all();
  return memory().unmap(ptr, size);
}

CUresult cuMemSetAccess(CUdeviceptr ptr, size_t size, const CUmemAccessDesc* desc, size_t count) {
  INGOT_ON_GPU(cuMemSetAccess(ptr, size, desc, count));
  if (!is_range(ptr, size) || desc == nullptr || count == 0) return CUDA_ERROR_INVALID_VALUE;
  for (size_t i = 0; i < count; ++i) {
    const CUresult refused = check_location(desc[i].location);
    if (refused != CUDA_SUCCESS) return refused;
    if (!is_access(desc[i].flags)) return CUDA_ERROR_INVALID_VALUE;
  }
  return memory().set_access(ptr, size, desc[count - 1].flags);
}

CUresult cuMemGetAccess(unsigned long long* flags, const CUmemLocation* location, CUdeviceptr ptr) {
  INGOT_ON_GPU(cuMemGetAccess(flags, location, ptr));
  if (flags == nullptr || location == nullptr) return CUDA_ERROR_INVALID_VALUE;
  const CUresult refused = check_location(*location);
  return refused != CUDA_SUCCESS ? refused : memory().get_access(*flags, ptr);
}

CUresult cuMemRetainAllocationHandle(CUmemGenericAllocationHandle* handle, void* addr) {
  INGOT_ON_GPU(cuMemRetainAllocationHandle(handle, addr));
  if (handle == nullptr) return CUDA_ERROR_INVALID_VALUE;
  return memory().retain(*handle, reinterpret_cast<std::uintptr_t>(addr));
}

CUresult cuMemGetAllocationPropertiesFromHandle(CUmemAllocationProp* prop,
                                                CUmemGenericAllocationHandle handle) {
  INGOT_ON_GPU(cuMemGetAllocationPropertiesFromHandle(prop, handle));
  if (prop == nullptr) return CUDA_ERROR_INVALID_VALUE;
  return memory().properties(*prop, handle);
}
