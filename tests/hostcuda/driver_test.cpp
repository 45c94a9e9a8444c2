// The driver interface: memory that is mapped into reserved addresses.
#include <string>

#include "cuda.h"
#include "helpers.h"

namespace ingot::test {
namespace {

CUmemAllocationProp on_device() {
  CUmemAllocationProp prop{};
  prop.type = CU_MEM_ALLOCATION_TYPE_PINNED;
  prop.location = {CU_MEM_LOCATION_TYPE_DEVICE, 0};
  return prop;
}

char* pointer(CUdeviceptr address) { return reinterpret_cast<char*>(address); }

/// Three granules of addresses.
class MappedMemory : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(CUDA_SUCCESS, cuInit(0));
    const CUmemAllocationProp prop = on_device();
    ASSERT_EQ(CUDA_SUCCESS, cuMemGetAllocationGranularity(&granule_, &prop,
                                                          CU_MEM_ALLOC_GRANULARITY_RECOMMENDED));
    ASSERT_EQ(CUDA_SUCCESS, cuMemAddressReserve(&base_, 3 * granule_, 0, 0, 0));
  }
  void TearDown() override {
    EXPECT_EQ(CUDA_SUCCESS, cuMemAddressFree(base_, 3 * granule_));
    cudaGetLastError();
  }

  CUmemGenericAllocationHandle create(std::size_t granules) const {
    const CUmemAllocationProp prop = on_device();
    CUmemGenericAllocationHandle handle = 0;
    EXPECT_EQ(CUDA_SUCCESS, cuMemCreate(&handle, granules * granule_, &prop, 0));
    return handle;
  }
  /// Maps new memory whose handle is released.
  void map(std::size_t begin, std::size_t granules) const {
    const CUmemGenericAllocationHandle handle = create(granules);
    EXPECT_EQ(CUDA_SUCCESS, cuMemMap(at(begin), granules * granule_, 0, handle, 0));
    EXPECT_EQ(CUDA_SUCCESS, cuMemRelease(handle));
  }
  CUresult set_access(std::size_t begin, std::size_t granules, CUmemAccess_flags flags) const {
    const CUmemAccessDesc access{{CU_MEM_LOCATION_TYPE_DEVICE, 0}, flags};
    return cuMemSetAccess(at(begin), granules * granule_, &access, 1);
  }
  CUresult unmap(std::size_t begin, std::size_t granules) const {
    return cuMemUnmap(at(begin), granules * granule_);
  }
  CUdeviceptr at(std::size_t granules) const { return base_ + granules * granule_; }

  std::size_t granule_ = 0;
  CUdeviceptr base_ = 0;
};

TEST_F(MappedMemory, GrowsInPlaceAndKeepsItsContents) {
  map(0, 1);
  ASSERT_EQ(CUDA_SUCCESS, set_access(0, 1, CU_MEM_ACCESS_FLAGS_PROT_READWRITE));
  ASSERT_CUDA(cudaMemset(pointer(base_), 5, granule_));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemset(pointer(base_), 5, granule_ + 1));
  map(1, 2);
  ASSERT_EQ(CUDA_SUCCESS, set_access(0, 3, CU_MEM_ACCESS_FLAGS_PROT_READWRITE));
  ASSERT_CUDA(cudaMemset(pointer(at(1)), 6, 2 * granule_));
  std::vector<char> host(3 * granule_);
  ASSERT_CUDA(cudaMemcpy(host.data(), pointer(base_), host.size(), cudaMemcpyDeviceToHost));
  EXPECT_EQ(host[granule_ - 1], 5);
  EXPECT_EQ(host[granule_], 6);
  EXPECT_EQ(host.back(), 6);
  EXPECT_EQ(cudaErrorInvalidValue,
            cudaMemcpy(host.data(), pointer(base_) + 1, host.size(), cudaMemcpyDeviceToHost));
  cudaPointerAttributes found{};
  ASSERT_CUDA(cudaPointerGetAttributes(&found, pointer(at(2))));
  EXPECT_EQ(found.type, cudaMemoryTypeDevice);
  EXPECT_EQ(cudaErrorInvalidValue, cudaFree(pointer(base_)));
  ASSERT_EQ(CUDA_SUCCESS, unmap(0, 3));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemset(pointer(base_), 5, 1));
}

TEST_F(MappedMemory, OneMemoryAtTwoAddresses) {
  const CUmemGenericAllocationHandle handle = create(1);
  for (const std::size_t place : {0, 2}) {
    ASSERT_EQ(CUDA_SUCCESS, cuMemMap(at(place), granule_, 0, handle, 0));
    ASSERT_EQ(CUDA_SUCCESS, set_access(place, 1, CU_MEM_ACCESS_FLAGS_PROT_READWRITE));
  }
  ASSERT_CUDA(cudaMemset(pointer(at(0)), 9, granule_));
  char value = 0;
  ASSERT_CUDA(cudaMemcpy(&value, pointer(at(3)) - 1, 1, cudaMemcpyDeviceToHost));
  EXPECT_EQ(value, 9);
  CUmemGenericAllocationHandle retained = 0;
  ASSERT_EQ(CUDA_SUCCESS, cuMemRetainAllocationHandle(&retained, pointer(at(2)) + 7));
  EXPECT_EQ(retained, handle);
  CUmemAllocationProp prop{};
  ASSERT_EQ(CUDA_SUCCESS, cuMemGetAllocationPropertiesFromHandle(&prop, retained));
  EXPECT_EQ(prop.location.type, CU_MEM_LOCATION_TYPE_DEVICE);
  EXPECT_EQ(CUDA_SUCCESS, cuMemRelease(retained));
  EXPECT_EQ(CUDA_SUCCESS, cuMemRelease(handle));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemRelease(handle));
  EXPECT_EQ(CUDA_SUCCESS, unmap(0, 1));
  EXPECT_EQ(CUDA_SUCCESS, unmap(2, 1));
}

TEST_F(MappedMemory, AccessIsChecked) {
  map(0, 1);
  unsigned long long flags = 9;
  const CUmemLocation device{CU_MEM_LOCATION_TYPE_DEVICE, 0};
  ASSERT_EQ(CUDA_SUCCESS, cuMemGetAccess(&flags, &device, at(0)));
  EXPECT_EQ(flags, CU_MEM_ACCESS_FLAGS_PROT_NONE);
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemset(pointer(base_), 5, 1));
  ASSERT_EQ(CUDA_SUCCESS, set_access(0, 1, CU_MEM_ACCESS_FLAGS_PROT_READ));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemset(pointer(base_), 5, 1));
  char value = 1;
  ASSERT_CUDA(cudaMemcpy(&value, pointer(base_), 1, cudaMemcpyDeviceToHost));
  EXPECT_EQ(value, 0);
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, set_access(0, 2, CU_MEM_ACCESS_FLAGS_PROT_READ));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, set_access(0, 1, static_cast<CUmemAccess_flags>(2)));
  ASSERT_EQ(CUDA_SUCCESS, unmap(0, 1));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemGetAccess(&flags, &device, at(0)));
}

TEST_F(MappedMemory, RangesAreChecked) {
  const CUmemGenericAllocationHandle handle = create(1);
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemMap(at(0), 2 * granule_, 0, handle, 0));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemMap(at(3), granule_, 0, handle, 0));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemMap(at(0) + 4096, granule_, 0, handle, 0));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemMap(at(0), granule_, 0, handle + 1000, 0));
  ASSERT_EQ(CUDA_SUCCESS, cuMemMap(at(1), granule_, 0, handle, 0));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemMap(at(1), granule_, 0, handle, 0));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, unmap(0, 2));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, unmap(1, 2));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemAddressFree(base_, 3 * granule_));
  ASSERT_EQ(CUDA_SUCCESS, unmap(1, 1));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemAddressFree(base_, granule_));
  EXPECT_EQ(CUDA_SUCCESS, cuMemRelease(handle));
}

TEST_F(MappedMemory, UnmapWaitsForWork) {
  map(0, 1);
  ASSERT_EQ(CUDA_SUCCESS, set_access(0, 1, CU_MEM_ACCESS_FLAGS_PROT_READWRITE));
  StreamHandle stream(cudaStreamNonBlocking);
  std::atomic<int> count{0};
  for (int i = 0; i < 50; ++i) {
    ASSERT_CUDA(cudaLaunchHostFunc(stream, increment, &count));
    ASSERT_CUDA(cudaMemsetAsync(pointer(base_), i, granule_, stream));
  }
  ASSERT_EQ(CUDA_SUCCESS, unmap(0, 1));
  EXPECT_EQ(count.load(), 50);
}

TEST(Driver, MemoryArgumentsAreChecked) {
  CUmemAllocationProp prop = on_device();
  CUmemGenericAllocationHandle handle = 0;
  CUdeviceptr address = 0;
  std::size_t granule = 0;
  ASSERT_EQ(CUDA_SUCCESS,
            cuMemGetAllocationGranularity(&granule, &prop, CU_MEM_ALLOC_GRANULARITY_MINIMUM));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemCreate(&handle, granule - 1, &prop, 0));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemCreate(&handle, 0, &prop, 0));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemCreate(&handle, granule, nullptr, 0));
  EXPECT_EQ(CUDA_ERROR_OUT_OF_MEMORY, cuMemCreate(&handle, SIZE_MAX / granule * granule, &prop, 0));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemAddressReserve(&address, granule + 1, 0, 0, 0));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemAddressReserve(&address, granule, 3, 0, 0));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemAddressReserve(nullptr, granule, 0, 0, 0));
  prop.location.id = 7;
  EXPECT_EQ(CUDA_ERROR_INVALID_DEVICE, cuMemCreate(&handle, granule, &prop, 0));
  prop.type = CU_MEM_ALLOCATION_TYPE_INVALID;
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemCreate(&handle, granule, &prop, 0));
  ASSERT_EQ(CUDA_SUCCESS, cuMemAddressReserve(&address, granule, 16 * granule, 0, 0));
  EXPECT_EQ(address % (16 * granule), 0U);
  EXPECT_EQ(CUDA_SUCCESS, cuMemAddressFree(address, granule));
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuMemAddressFree(address, granule));
}

TEST(Driver, DescribesTheDeviceAsTheRuntimeDoes) {
  CUdevice device = -1;
  int value = 0;
  char name[256] = {};
  std::size_t bytes = 0;
  cudaDeviceProp properties{};
  ASSERT_CUDA(cudaGetDeviceProperties(&properties, 0));
  ASSERT_EQ(CUDA_SUCCESS, cuDeviceGet(&device, 0));
  EXPECT_EQ(CUDA_ERROR_INVALID_DEVICE, cuDeviceGet(&device, 99));
  ASSERT_EQ(CUDA_SUCCESS, cuDeviceGetCount(&value));
  EXPECT_GE(value, 1);
  ASSERT_EQ(CUDA_SUCCESS, cuDeviceGetName(name, sizeof name, device));
  EXPECT_EQ(std::string(name), properties.name);
  ASSERT_EQ(CUDA_SUCCESS, cuDeviceGetName(name, 3, device));
  EXPECT_EQ(std::string(name), std::string(properties.name).substr(0, 2));
  ASSERT_EQ(CUDA_SUCCESS, cuDeviceTotalMem(&bytes, device));
  EXPECT_EQ(bytes, properties.totalGlobalMem);
  ASSERT_EQ(CUDA_SUCCESS,
            cuDeviceGetAttribute(&value, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device));
  EXPECT_EQ(value, properties.major);
  ASSERT_EQ(CUDA_SUCCESS,
            cuDeviceGetAttribute(&value, CU_DEVICE_ATTRIBUTE_VIRTUAL_MEMORY_MANAGEMENT_SUPPORTED,
                                 device));
  EXPECT_EQ(value, 1);
  int runtime = 0;
  ASSERT_CUDA(cudaDriverGetVersion(&runtime));
  ASSERT_EQ(CUDA_SUCCESS, cuDriverGetVersion(&value));
  EXPECT_EQ(value, runtime);
}

TEST(Driver, ErrorsHaveNamesAndTexts) {
  const char* text = nullptr;
  ASSERT_EQ(CUDA_SUCCESS, cuGetErrorName(CUDA_ERROR_OUT_OF_MEMORY, &text));
  EXPECT_STREQ("CUDA_ERROR_OUT_OF_MEMORY", text);
  ASSERT_EQ(CUDA_SUCCESS, cuGetErrorString(CUDA_ERROR_OUT_OF_MEMORY, &text));
  EXPECT_STREQ("out of memory", text);
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuGetErrorName(static_cast<CUresult>(12345), &text));
  EXPECT_EQ(text, nullptr);
  EXPECT_EQ(CUDA_ERROR_INVALID_VALUE, cuInit(1));
}

}  // namespace
}  // namespace ingot::test
