#include <cstdint>

#include "helpers.h"

namespace ingot::test {
namespace {

TEST(Memory, DeviceMemoryIsAlignedAndUsable) {
  for (const std::size_t size :
       {std::size_t{1}, std::size_t{255}, std::size_t{4096}, std::size_t{3} << 20}) {
    std::uint8_t* device = nullptr;
    ASSERT_CUDA(cudaMalloc(&device, size));
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(device) % 256, 0U);
    std::vector<std::uint8_t> host(size, 0);
    ASSERT_CUDA(cudaMemset(device, 0x5A, size));
    ASSERT_CUDA(cudaMemcpy(host.data(), device, size, cudaMemcpyDeviceToHost));
    EXPECT_EQ(host, std::vector<std::uint8_t>(size, 0x5A));
    ASSERT_CUDA(cudaFree(device));
  }
}

TEST(Memory, SizeZeroGivesNull) {
  int* pointer = reinterpret_cast<int*>(8);
  ASSERT_CUDA(cudaMalloc(&pointer, 0));
  EXPECT_EQ(pointer, nullptr);
  ASSERT_CUDA(cudaMallocHost(&pointer, 0));
  EXPECT_EQ(pointer, nullptr);
  ASSERT_CUDA(cudaMallocManaged(&pointer, 0));
  EXPECT_EQ(pointer, nullptr);
  EXPECT_EQ(cudaSuccess, cudaFree(nullptr));
  EXPECT_EQ(cudaSuccess, cudaFreeHost(nullptr));
}

TEST(Memory, TooMuchIsRefused) {
  int* pointer = nullptr;
  EXPECT_EQ(cudaErrorMemoryAllocation, cudaMalloc(&pointer, SIZE_MAX / 2));
  EXPECT_EQ(cudaErrorMemoryAllocation, cudaMalloc(&pointer, SIZE_MAX));
  EXPECT_EQ(cudaErrorMemoryAllocation, cudaMallocHost(&pointer, SIZE_MAX / 2));
  std::size_t pitch = 0;
  EXPECT_NE(cudaSuccess, cudaMallocPitch(&pointer, &pitch, SIZE_MAX / 4, 5));
  EXPECT_NE(cudaSuccess, cudaGetLastError());
  EXPECT_EQ(cudaSuccess, cudaGetLastError());
}

TEST(Memory, FreeRefusesWhatItDidNotGive) {
  char* device = nullptr;
  char* host = nullptr;
  char* managed = nullptr;
  std::vector<char> own(64);
  ASSERT_CUDA(cudaMalloc(&device, 64));
  ASSERT_CUDA(cudaMallocHost(&host, 64));
  ASSERT_CUDA(cudaMallocManaged(&managed, 64));
  EXPECT_EQ(cudaErrorInvalidValue, cudaFree(host));
  EXPECT_EQ(cudaErrorInvalidValue, cudaFree(own.data()));
  EXPECT_EQ(cudaErrorInvalidValue, cudaFree(device + 16));
  EXPECT_EQ(cudaErrorInvalidValue, cudaFreeHost(device));
  EXPECT_EQ(cudaErrorInvalidValue, cudaFreeHost(host + 16));
  EXPECT_EQ(cudaErrorInvalidValue, cudaFreeHost(managed));
  EXPECT_EQ(cudaSuccess, cudaFree(device));
  EXPECT_EQ(cudaErrorInvalidValue, cudaFree(device));
  EXPECT_EQ(cudaSuccess, cudaFree(managed));
  EXPECT_EQ(cudaSuccess, cudaFreeHost(host));
  EXPECT_EQ(cudaErrorInvalidValue, cudaFreeHost(host));
  cudaGetLastError();
}

TEST(Memory, FreeWaitsForAllStreams) {
  StreamHandle stream(cudaStreamNonBlocking);
  char* device = nullptr;
  ASSERT_CUDA(cudaMalloc(&device, 64));
  std::atomic<int> count{0};
  for (int i = 0; i < 100; ++i) ASSERT_CUDA(cudaLaunchHostFunc(stream, increment, &count));
  ASSERT_CUDA(cudaFree(device));
  EXPECT_EQ(count.load(), 100);
}

TEST(Memory, AttributesTellWhereAPointerBelongs) {
  char* device = nullptr;
  char* host = nullptr;
  char* managed = nullptr;
  char own = 0;
  ASSERT_CUDA(cudaMalloc(&device, 64));
  ASSERT_CUDA(cudaHostAlloc(&host, 64, cudaHostAllocMapped));
  ASSERT_CUDA(cudaMallocManaged(&managed, 64));
  cudaPointerAttributes found{};
  ASSERT_CUDA(cudaPointerGetAttributes(&found, device + 5));
  EXPECT_EQ(found.type, cudaMemoryTypeDevice);
  EXPECT_EQ(found.device, 0);
  EXPECT_EQ(found.devicePointer, device + 5);
  EXPECT_EQ(found.hostPointer, nullptr);
  ASSERT_CUDA(cudaPointerGetAttributes(&found, host + 5));
  EXPECT_EQ(found.type, cudaMemoryTypeHost);
  EXPECT_EQ(found.hostPointer, host + 5);
  ASSERT_CUDA(cudaPointerGetAttributes(&found, managed));
  EXPECT_EQ(found.type, cudaMemoryTypeManaged);
  EXPECT_EQ(found.devicePointer, managed);
  EXPECT_EQ(found.hostPointer, managed);
  ASSERT_CUDA(cudaPointerGetAttributes(&found, &own));
  EXPECT_EQ(found.type, cudaMemoryTypeUnregistered);
  EXPECT_EQ(found.device, cudaInvalidDeviceId);
  EXPECT_EQ(found.devicePointer, nullptr);
  EXPECT_EQ(found.hostPointer, &own);
  EXPECT_EQ(cudaErrorInvalidValue, cudaPointerGetAttributes(nullptr, device));
  cudaGetLastError();
  ASSERT_CUDA(cudaFree(device));
  ASSERT_CUDA(cudaFree(managed));
  ASSERT_CUDA(cudaFreeHost(host));
}

TEST(Memory, PinnedMemoryHasADevicePointerAndFlags) {
  char* host = nullptr;
  void* device = nullptr;
  unsigned flags = 0;
  ASSERT_CUDA(cudaMallocHost(&host, 64));
  ASSERT_CUDA(cudaHostGetDevicePointer(&device, host + 8, 0));
  EXPECT_EQ(device, host + 8);
  ASSERT_CUDA(cudaHostGetFlags(&flags, host));
  EXPECT_EQ(flags & cudaHostAllocMapped, unsigned{cudaHostAllocMapped});
  char own = 0;
  EXPECT_EQ(cudaErrorInvalidValue, cudaHostGetDevicePointer(&device, &own, 0));
  EXPECT_EQ(cudaErrorInvalidValue, cudaHostGetDevicePointer(&device, host, 1));
  EXPECT_EQ(cudaErrorInvalidValue, cudaHostAlloc(&device, 16, 99));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMallocManaged(&device, 16, 0));
  cudaGetLastError();
  ASSERT_CUDA(cudaFreeHost(host));
}

TEST(Memory, RegisteredMemoryCountsAsPinned) {
  std::vector<char> own(4096);
  cudaPointerAttributes found{};
  ASSERT_CUDA(cudaHostRegister(own.data(), own.size(), 0));
  EXPECT_EQ(cudaErrorHostMemoryAlreadyRegistered, cudaHostRegister(own.data(), own.size(), 0));
  ASSERT_CUDA(cudaPointerGetAttributes(&found, own.data()));
  EXPECT_EQ(found.type, cudaMemoryTypeHost);
  EXPECT_EQ(cudaErrorInvalidValue, cudaFreeHost(own.data()));
  ASSERT_CUDA(cudaHostUnregister(own.data()));
  EXPECT_EQ(cudaErrorHostMemoryNotRegistered, cudaHostUnregister(own.data()));
  EXPECT_EQ(cudaErrorInvalidValue, cudaHostRegister(nullptr, 16, 0));
  EXPECT_EQ(cudaErrorInvalidValue, cudaHostRegister(own.data(), 0, 0));
  cudaGetLastError();
}

TEST(Memory, StreamOrderedAllocation) {
  StreamHandle stream;
  int* device = nullptr;
  char* host = nullptr;
  ASSERT_CUDA(cudaMallocAsync(&device, 64, stream));
  ASSERT_CUDA(cudaMemsetAsync(device, 1, 64, stream));
  int value = 0;
  ASSERT_CUDA(cudaMemcpyAsync(&value, device, 4, cudaMemcpyDeviceToHost, stream));
  ASSERT_CUDA(cudaFreeAsync(device, stream));
  EXPECT_EQ(cudaErrorInvalidValue, cudaFreeAsync(device, stream));
  EXPECT_EQ(cudaSuccess, cudaFreeAsync(nullptr, stream));
  ASSERT_CUDA(cudaStreamSynchronize(stream));
  EXPECT_EQ(value, 0x01010101);
  ASSERT_CUDA(cudaMallocHost(&host, 64));
  EXPECT_EQ(cudaErrorInvalidValue, cudaFreeAsync(host, stream));
  ASSERT_CUDA(cudaFreeHost(host));
  int* managed = nullptr;
  ASSERT_CUDA(cudaMallocManaged(&managed, 64));
  EXPECT_EQ(cudaErrorNotSupported, cudaFreeAsync(managed, stream));
  ASSERT_CUDA(cudaFree(managed));
  cudaGetLastError();
}

TEST(Memory, InfoIsPlausible) {
  std::size_t free = 0;
  std::size_t total = 0;
  ASSERT_CUDA(cudaMemGetInfo(&free, &total));
  EXPECT_GT(free, 0U);
  EXPECT_LE(free, total);
}

}  // namespace
}  // namespace ingot::test
