// The device's failure, which every call gives until a reset. A reset ends the streams too, so that
// these tests do not own theirs.
#include "helpers.h"

namespace ingot::test {
namespace {

class Failure : public testing::Test {
 protected:
  void TearDown() override {
    EXPECT_EQ(cudaSuccess, cudaDeviceReset());
    EXPECT_EQ(cudaSuccess, cudaGetLastError());
  }

  static cudaStream_t make_stream() {
    cudaStream_t stream = nullptr;
    EXPECT_EQ(cudaSuccess, cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
    return stream;
  }

  // A copy whose memory is freed by another stream before its turn comes.
  static void use_after_free(cudaStream_t stream) {
    const cudaStream_t other = make_stream();
    Gate gate;
    char* device = nullptr;
    ASSERT_CUDA(cudaMalloc(&device, 64));
    gate.hold(stream);
    ASSERT_CUDA(cudaMemsetAsync(device, 1, 64, stream));
    ASSERT_CUDA(cudaFreeAsync(device, other));
    ASSERT_CUDA(cudaStreamSynchronize(other));
    gate.open();
  }
};

TEST_F(Failure, EveryCallGivesIt) {
  const cudaStream_t stream = make_stream();
  use_after_free(stream);
  EXPECT_EQ(cudaErrorIllegalAddress, cudaStreamSynchronize(stream));
  int* pointer = nullptr;
  EXPECT_EQ(cudaErrorIllegalAddress, cudaMalloc(&pointer, 16));
  EXPECT_EQ(cudaErrorIllegalAddress, cudaStreamQuery(stream));
  EXPECT_EQ(cudaErrorIllegalAddress, cudaDeviceSynchronize());
  EXPECT_EQ(cudaErrorIllegalAddress, cudaGetLastError());
  EXPECT_EQ(cudaErrorIllegalAddress, cudaGetLastError());
  EXPECT_EQ(cudaErrorIllegalAddress, cudaPeekAtLastError());
  std::thread([] { EXPECT_EQ(cudaErrorIllegalAddress, cudaDeviceSynchronize()); }).join();
  int version = 0;
  EXPECT_EQ(cudaSuccess, cudaRuntimeGetVersion(&version));
}

TEST_F(Failure, DropsWorkAndTellsCallbacks) {
  const cudaStream_t stream = make_stream();
  std::atomic<int> count{0};
  cudaError_t told = cudaSuccess;
  Gate gate;
  const cudaStream_t other = make_stream();
  char* device = nullptr;
  ASSERT_CUDA(cudaMalloc(&device, 64));
  gate.hold(stream);
  ASSERT_CUDA(cudaMemsetAsync(device, 1, 64, stream));
  ASSERT_CUDA(cudaLaunchHostFunc(stream, increment, &count));
  ASSERT_CUDA(cudaStreamAddCallback(
      stream,
      [](cudaStream_t, cudaError_t status, void* place) {
        *static_cast<cudaError_t*>(place) = status;
      },
      &told, 0));
  ASSERT_CUDA(cudaFreeAsync(device, other));
  ASSERT_CUDA(cudaStreamSynchronize(other));
  gate.open();
  EXPECT_EQ(cudaErrorIllegalAddress, cudaStreamSynchronize(stream));
  EXPECT_EQ(count.load(), 0);
  EXPECT_EQ(told, cudaErrorIllegalAddress);
}

TEST_F(Failure, AReplayedGraphMeetsMemoryThatIsGone) {
  const cudaStream_t stream = make_stream();
  char* device = nullptr;
  ASSERT_CUDA(cudaMalloc(&device, 64));
  cudaGraph_t graph = nullptr;
  ASSERT_CUDA(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal));
  ASSERT_CUDA(cudaMemsetAsync(device, 1, 64, stream));
  ASSERT_CUDA(cudaStreamEndCapture(stream, &graph));
  cudaGraphExec_t instance = nullptr;
  ASSERT_CUDA(cudaGraphInstantiate(&instance, graph, 0));
  ASSERT_CUDA(cudaGraphLaunch(instance, stream));
  ASSERT_CUDA(cudaFree(device));
  cudaGraphLaunch(instance, stream);  // may find it out already
  EXPECT_EQ(cudaErrorIllegalAddress, cudaStreamSynchronize(stream));
}

TEST_F(Failure, AResetEndsWhatWasGivenOut) {
  const cudaStream_t stream = make_stream();
  cudaEvent_t event = nullptr;
  ASSERT_CUDA(cudaEventCreate(&event));
  ASSERT_CUDA(cudaEventRecord(event, stream));
  std::atomic<int> count{0};
  ASSERT_CUDA(cudaLaunchHostFunc(cudaStreamPerThread, increment, &count));
  char* device = nullptr;
  std::vector<char> own(64);
  ASSERT_CUDA(cudaMalloc(&device, 64));
  ASSERT_CUDA(cudaHostRegister(own.data(), own.size(), 0));
  ASSERT_CUDA(cudaDeviceSetLimit(cudaLimitStackSize, 4096));
  ASSERT_CUDA(cudaDeviceReset());
  EXPECT_EQ(count.load(), 1);
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaStreamQuery(stream));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaEventQuery(event));
  EXPECT_EQ(cudaSuccess, cudaStreamQuery(cudaStreamPerThread));
  EXPECT_EQ(cudaErrorInvalidValue, cudaFree(device));
  EXPECT_EQ(cudaErrorHostMemoryNotRegistered, cudaHostUnregister(own.data()));
  std::size_t limit = 0;
  ASSERT_CUDA(cudaDeviceGetLimit(&limit, cudaLimitStackSize));
  EXPECT_EQ(limit, 1024U);
  cudaGetLastError();
}

}  // namespace
}  // namespace ingot::test
