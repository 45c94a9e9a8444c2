/// \file
/// The driver interface on the host: its names for the runtime's handles, errors, the device, and
/// the mapping of memory into address ranges that are reserved apart from it. libcuda bears the
/// library's name as libcudart does.
#pragma once
#include "driver_types.h"

/// Version of the interface: 1000 * major + 10 * minor.
#define CUDA_VERSION 13000

/// Linkage of the driver's functions.
/// \{
#define INGOT_CUDA_DRIVER_API __attribute__((visibility("default")))
#define CUDAAPI
/// \}

/// The driver's names for the runtime's handles, and its own: a device's index, an address in
/// device memory, and memory that is not mapped.
/// \{
typedef cudaStream_t CUstream;
typedef cudaEvent_t CUevent;
typedef cudaGraph_t CUgraph;
typedef cudaGraphExec_t CUgraphExec;
typedef cudaGraphNode_t CUgraphNode;
typedef int CUdevice;
typedef unsigned long long CUdeviceptr;
typedef unsigned long long CUmemGenericAllocationHandle;
/// \}

/// What a function of the driver returns; each number means what it means in cudaError_t.
typedef enum cudaError_enum INGOT_CUDA_ENUM {
  CUDA_SUCCESS = 0,
  CUDA_ERROR_INVALID_VALUE = 1,
  CUDA_ERROR_OUT_OF_MEMORY = 2,
  CUDA_ERROR_NOT_INITIALIZED = 3,
  CUDA_ERROR_DEINITIALIZED = 4,
  CUDA_ERROR_NO_DEVICE = 100,
  CUDA_ERROR_INVALID_DEVICE = 101,
  CUDA_ERROR_INVALID_CONTEXT = 201,
  CUDA_ERROR_MAP_FAILED = 205,
  CUDA_ERROR_UNMAP_FAILED = 206,
  CUDA_ERROR_ALREADY_MAPPED = 208,
  CUDA_ERROR_NOT_MAPPED = 211,
  CUDA_ERROR_OPERATING_SYSTEM = 304,
  CUDA_ERROR_INVALID_HANDLE = 400,
  CUDA_ERROR_ILLEGAL_STATE = 401,
  CUDA_ERROR_NOT_FOUND = 500,
  CUDA_ERROR_NOT_READY = 600,
  CUDA_ERROR_ILLEGAL_ADDRESS = 700,
  CUDA_ERROR_LAUNCH_FAILED = 719,
  CUDA_ERROR_NOT_PERMITTED = 800,
  CUDA_ERROR_NOT_SUPPORTED = 801,
  CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED = 900,
  CUDA_ERROR_UNKNOWN = 999
} CUresult;

/// Each number means what it means in cudaDeviceAttr.
typedef enum CUdevice_attribute_enum INGOT_CUDA_ENUM {
  CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK = 1,
  CU_DEVICE_ATTRIBUTE_WARP_SIZE = 10,
  CU_DEVICE_ATTRIBUTE_CLOCK_RATE = 13,
  CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT = 16,
  CU_DEVICE_ATTRIBUTE_INTEGRATED = 18,
  CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE = 36,
  CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE = 38,
  CU_DEVICE_ATTRIBUTE_UNIFIED_ADDRESSING = 41,
  CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR = 75,
  CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR = 76,
  CU_DEVICE_ATTRIBUTE_MANAGED_MEMORY = 83,
  CU_DEVICE_ATTRIBUTE_VIRTUAL_ADDRESS_MANAGEMENT_SUPPORTED = 102,
  CU_DEVICE_ATTRIBUTE_VIRTUAL_MEMORY_MANAGEMENT_SUPPORTED = 102,
  CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED = 115
} CUdevice_attribute;

/// Where memory lies. Memory of a device is memory of the host.
typedef enum CUmemLocationType_enum INGOT_CUDA_ENUM {
  CU_MEM_LOCATION_TYPE_INVALID = 0,
  CU_MEM_LOCATION_TYPE_DEVICE = 1,
  CU_MEM_LOCATION_TYPE_HOST = 2,
  CU_MEM_LOCATION_TYPE_HOST_NUMA = 3,
  CU_MEM_LOCATION_TYPE_HOST_NUMA_CURRENT = 4
} CUmemLocationType;

/// Kind of memory.
typedef enum CUmemAllocationType_enum INGOT_CUDA_ENUM {
  CU_MEM_ALLOCATION_TYPE_INVALID = 0,
  CU_MEM_ALLOCATION_TYPE_PINNED = 1
} CUmemAllocationType;

/// How another process could get at memory; the host has CU_MEM_HANDLE_TYPE_NONE alone.
typedef enum CUmemAllocationHandleType_enum INGOT_CUDA_ENUM {
  CU_MEM_HANDLE_TYPE_NONE = 0,
  CU_MEM_HANDLE_TYPE_POSIX_FILE_DESCRIPTOR = 1,
  CU_MEM_HANDLE_TYPE_WIN32 = 2,
  CU_MEM_HANDLE_TYPE_WIN32_KMT = 4,
  CU_MEM_HANDLE_TYPE_FABRIC = 8
} CUmemAllocationHandleType;

/// Which granularity is asked for; both are the same.
typedef enum CUmemAllocationGranularity_flags_enum INGOT_CUDA_ENUM {
  CU_MEM_ALLOC_GRANULARITY_MINIMUM = 0,
  CU_MEM_ALLOC_GRANULARITY_RECOMMENDED = 1
} CUmemAllocationGranularity_flags;

/// What may be done with mapped memory.
typedef enum CUmemAccess_flags_enum INGOT_CUDA_ENUM {
  CU_MEM_ACCESS_FLAGS_PROT_NONE = 0,
  CU_MEM_ACCESS_FLAGS_PROT_READ = 1,
  CU_MEM_ACCESS_FLAGS_PROT_READWRITE = 3
} CUmemAccess_flags;

/// A place of memory.
typedef struct CUmemLocation_st {
  CUmemLocationType type;  ///< Kind of place.
  int id;                  ///< Device or node of that kind.
} CUmemLocation;

/// What memory is wanted.
typedef struct CUmemAllocationProp_st {
  CUmemAllocationType type;                        ///< Kind of memory.
  CUmemAllocationHandleType requestedHandleTypes;  ///< How another process can get at it.
  CUmemLocation location;                          ///< Where it lies.
  void* win32HandleMetaData;                       ///< Null.
  /// Not used on the host.
  struct {
    unsigned char compressionType;
    unsigned char gpuDirectRDMACapable;
    unsigned short usage;
    unsigned char reserved[4];
  } allocFlags;
} CUmemAllocationProp;

/// Who may do what with mapped memory.
typedef struct CUmemAccessDesc_st {
  CUmemLocation location;   ///< Who: the device.
  CUmemAccess_flags flags;  ///< What.
} CUmemAccessDesc;

#if defined(__cplusplus)
extern "C" {
#endif

/// Errors are answers alone: none of these changes the runtime's last error. cuInit may come first,
/// and need not.
/// \{
INGOT_CUDA_DRIVER_API CUresult cuInit(unsigned int Flags);
INGOT_CUDA_DRIVER_API CUresult cuDriverGetVersion(int* driverVersion);
INGOT_CUDA_DRIVER_API CUresult cuGetErrorName(CUresult error, const char** pStr);
INGOT_CUDA_DRIVER_API CUresult cuGetErrorString(CUresult error, const char** pStr);
INGOT_CUDA_DRIVER_API CUresult cuDeviceGetCount(int* count);
INGOT_CUDA_DRIVER_API CUresult cuDeviceGet(CUdevice* device, int ordinal);
INGOT_CUDA_DRIVER_API CUresult cuDeviceGetName(char* name, int len, CUdevice dev);
INGOT_CUDA_DRIVER_API CUresult cuDeviceTotalMem(size_t* bytes, CUdevice dev);
INGOT_CUDA_DRIVER_API CUresult cuDeviceGetAttribute(int* pi, CUdevice_attribute attrib,
                                                    CUdevice dev);
/// \}

/// Memory and addresses, apart. Sizes and addresses are multiples of the granularity. Memory that
/// is mapped and has access counts as device memory of the runtime; a copy may cross from one
/// mapping to the next. A handle may be released while its memory is mapped.
/// \{
INGOT_CUDA_DRIVER_API CUresult cuMemGetAllocationGranularity(
    size_t* granularity, const CUmemAllocationProp* prop, CUmemAllocationGranularity_flags option);
INGOT_CUDA_DRIVER_API CUresult cuMemAddressReserve(CUdeviceptr* ptr, size_t size, size_t alignment,
                                                   CUdeviceptr addr, unsigned long long flags);
INGOT_CUDA_DRIVER_API CUresult cuMemAddressFree(CUdeviceptr ptr, size_t size);
INGOT_CUDA_DRIVER_API CUresult cuMemCreate(CUmemGenericAllocationHandle* handle, size_t size,
                                           const CUmemAllocationProp* prop,
                                           unsigned long long flags);
INGOT_CUDA_DRIVER_API CUresult cuMemRelease(CUmemGenericAllocationHandle handle);
INGOT_CUDA_DRIVER_API CUresult cuMemMap(CUdeviceptr ptr, size_t size, size_t offset,
                                        CUmemGenericAllocationHandle handle,
                                        unsigned long long flags);
INGOT_CUDA_DRIVER_API CUresult cuMemUnmap(CUdeviceptr ptr, size_t size);
INGOT_CUDA_DRIVER_API CUresult cuMemSetAccess(CUdeviceptr ptr, size_t size,
                                              const CUmemAccessDesc* desc, size_t count);
INGOT_CUDA_DRIVER_API CUresult cuMemGetAccess(unsigned long long* flags,
                                              const CUmemLocation* location, CUdeviceptr ptr);
INGOT_CUDA_DRIVER_API CUresult cuMemRetainAllocationHandle(CUmemGenericAllocationHandle* handle,
                                                           void* addr);
INGOT_CUDA_DRIVER_API CUresult cuMemGetAllocationPropertiesFromHandle(
    CUmemAllocationProp* prop, CUmemGenericAllocationHandle handle);
/// \}

#if defined(__cplusplus)
}
#endif
