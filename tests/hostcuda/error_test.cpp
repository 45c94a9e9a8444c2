#include <string>

#include "cuda_profiler_api.h"
#include "helpers.h"

namespace ingot::test {
namespace {

TEST(Error, LastErrorIsReadOnce) {
  cudaGetLastError();
  EXPECT_EQ(cudaErrorInvalidDevice, cudaSetDevice(99));
  EXPECT_EQ(cudaSuccess, cudaSetDevice(0));
  EXPECT_EQ(cudaErrorInvalidDevice, cudaPeekAtLastError());
  EXPECT_EQ(cudaErrorInvalidDevice, cudaGetLastError());
  EXPECT_EQ(cudaSuccess, cudaGetLastError());
}

TEST(Error, LastErrorBelongsToTheThread) {
  cudaGetLastError();
  std::thread([] { cudaSetDevice(99); }).join();
  EXPECT_EQ(cudaSuccess, cudaGetLastError());
}

TEST(Error, NamesAndDescriptions) {
  EXPECT_STREQ("cudaSuccess", cudaGetErrorName(cudaSuccess));
  EXPECT_STREQ("no error", cudaGetErrorString(cudaSuccess));
  EXPECT_STREQ("cudaErrorMemoryAllocation", cudaGetErrorName(cudaErrorMemoryAllocation));
  EXPECT_STREQ("out of memory", cudaGetErrorString(cudaErrorMemoryAllocation));
  EXPECT_STREQ("cudaErrorNotReady", cudaGetErrorName(cudaErrorNotReady));
  EXPECT_STREQ("cudaErrorUnknown", cudaGetErrorName(cudaErrorUnknown));
  const auto unknown = static_cast<cudaError_t>(12345);
  EXPECT_STREQ("unrecognized error code", cudaGetErrorName(unknown));
  EXPECT_STREQ("unrecognized error code", cudaGetErrorString(unknown));
}

TEST(Device, CountSelectionAndFlags) {
  int count = 0;
  int device = -1;
  unsigned flags = 0;
  ASSERT_CUDA(cudaGetDeviceCount(&count));
  EXPECT_GE(count, 1);
  ASSERT_CUDA(cudaGetDevice(&device));
  EXPECT_EQ(device, 0);
  EXPECT_EQ(cudaErrorInvalidDevice, cudaSetDevice(-1));
  EXPECT_EQ(cudaErrorInvalidValue, cudaGetDeviceCount(nullptr));
  ASSERT_CUDA(cudaSetDeviceFlags(cudaDeviceMapHost));
  ASSERT_CUDA(cudaGetDeviceFlags(&flags));
  EXPECT_EQ(flags & cudaDeviceMapHost, unsigned{cudaDeviceMapHost});
  EXPECT_EQ(cudaErrorInvalidValue, cudaSetDeviceFlags(0xffff));
  cudaGetLastError();
}

TEST(Device, PropertiesAndAttributesAgree) {
  cudaDeviceProp device{};
  ASSERT_CUDA(cudaGetDeviceProperties(&device, 0));
  EXPECT_FALSE(std::string(device.name).empty());
  EXPECT_GE(device.multiProcessorCount, 1);
  std::size_t total = 0;
  ASSERT_CUDA(cudaMemGetInfo(nullptr, &total));
  EXPECT_EQ(device.totalGlobalMem, total);
  const auto attribute = [](cudaDeviceAttr which) {
    int value = -1;
    EXPECT_EQ(cudaSuccess, cudaDeviceGetAttribute(&value, which, 0));
    return value;
  };
  EXPECT_EQ(attribute(cudaDevAttrComputeCapabilityMajor), device.major);
  EXPECT_EQ(attribute(cudaDevAttrComputeCapabilityMinor), device.minor);
  EXPECT_EQ(attribute(cudaDevAttrMultiProcessorCount), device.multiProcessorCount);
  EXPECT_EQ(attribute(cudaDevAttrClockRate), device.clockRate);
  EXPECT_EQ(attribute(cudaDevAttrMemoryClockRate), device.memoryClockRate);
  EXPECT_EQ(attribute(cudaDevAttrWarpSize), 32);
  EXPECT_EQ(attribute(cudaDevAttrMaxPersistingL2CacheSize), device.persistingL2CacheMaxSize);
  int value = 0;
  EXPECT_EQ(cudaErrorInvalidValue,
            cudaDeviceGetAttribute(&value, static_cast<cudaDeviceAttr>(9999), 0));
  EXPECT_EQ(cudaErrorInvalidDevice, cudaDeviceGetAttribute(&value, cudaDevAttrWarpSize, 99));
  EXPECT_EQ(cudaErrorInvalidDevice, cudaGetDeviceProperties(&device, 99));
  EXPECT_EQ(cudaErrorInvalidValue, cudaGetDeviceProperties(nullptr, 0));
  cudaGetLastError();
}

TEST(Device, LimitsAreKept) {
  std::size_t value = 0;
  ASSERT_CUDA(cudaDeviceSetLimit(cudaLimitPersistingL2CacheSize, 1 << 20));
  ASSERT_CUDA(cudaDeviceGetLimit(&value, cudaLimitPersistingL2CacheSize));
  EXPECT_GE(value, std::size_t{1} << 20);
  EXPECT_EQ(cudaErrorInvalidValue, cudaDeviceSetLimit(static_cast<cudaLimit>(77), 1));
  cudaGetLastError();
}

TEST(Device, VersionsAndProfiler) {
  int driver = 0;
  int runtime = 0;
  ASSERT_CUDA(cudaDriverGetVersion(&driver));
  ASSERT_CUDA(cudaRuntimeGetVersion(&runtime));
  EXPECT_EQ(runtime, CUDART_VERSION);
  EXPECT_GE(driver, runtime);
  EXPECT_EQ(cudaSuccess, cudaProfilerStart());
  EXPECT_EQ(cudaSuccess, cudaProfilerStop());
}

}  // namespace
}  // namespace ingot::test
