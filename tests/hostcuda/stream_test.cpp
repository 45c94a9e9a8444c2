#include "helpers.h"

namespace ingot::test {
namespace {

TEST(Stream, RunsWorkInOrder) {
  StreamHandle stream;
  std::vector<int> list;
  std::vector<Append> appends;
  for (int i = 0; i < 1000; ++i) appends.push_back({&list, i});
  for (Append& append : appends) ASSERT_CUDA(cudaLaunchHostFunc(stream, Append::run, &append));
  ASSERT_CUDA(cudaStreamSynchronize(stream));
  ASSERT_EQ(list.size(), appends.size());
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(list[static_cast<std::size_t>(i)], i);
}

TEST(Stream, RunsBesideTheCaller) {
  StreamHandle stream;
  std::atomic<int> count{0};
  ASSERT_CUDA(cudaLaunchHostFunc(stream, increment, &count));
  EXPECT_TRUE(eventually([&] { return count.load() == 1; }));
}

TEST(Stream, RunsBesideACallerThatAlwaysWaitedBefore) {
  StreamHandle stream;
  std::atomic<int> count{0};
  for (int i = 0; i < 100; ++i) {
    ASSERT_CUDA(cudaLaunchHostFunc(stream, increment, &count));
    ASSERT_CUDA(cudaStreamSynchronize(stream));
    ASSERT_EQ(count.load(), i + 1);
  }
  ASSERT_CUDA(cudaLaunchHostFunc(stream, increment, &count));
  EXPECT_TRUE(eventually([&] { return count.load() == 101; }));
}

TEST(Stream, TwoStreamsRunSideBySide) {
  StreamHandle first;
  StreamHandle second;
  for (int round = 0; round < 20; ++round) {
    Gate gate;
    std::atomic<int> count{0};
    gate.hold(first);
    ASSERT_CUDA(cudaLaunchHostFunc(second, increment, &count));
    ASSERT_CUDA(cudaStreamSynchronize(second));
    EXPECT_EQ(count.load(), 1);
    EXPECT_TRUE(eventually([&] { return gate.entered(); }));
    gate.open();
    ASSERT_CUDA(cudaStreamSynchronize(first));
  }
}

TEST(Stream, QueryTellsWhetherWorkIsLeft) {
  StreamHandle stream;
  EXPECT_EQ(cudaSuccess, cudaStreamQuery(stream));
  Gate gate;
  gate.hold(stream);
  EXPECT_EQ(cudaErrorNotReady, cudaStreamQuery(stream));
  EXPECT_EQ(cudaSuccess, cudaPeekAtLastError());
  gate.open();
  EXPECT_TRUE(eventually([&] { return cudaStreamQuery(stream) == cudaSuccess; }));
}

TEST(Stream, DestroyedStreamFinishesItsWork) {
  cudaStream_t stream = nullptr;
  ASSERT_CUDA(cudaStreamCreate(&stream));
  Gate gate;
  std::atomic<int> count{0};
  gate.hold(stream);
  for (int i = 0; i < 10; ++i) ASSERT_CUDA(cudaLaunchHostFunc(stream, increment, &count));
  ASSERT_CUDA(cudaStreamDestroy(stream));
  EXPECT_EQ(count.load(), 0);
  gate.open();
  ASSERT_CUDA(cudaDeviceSynchronize());
  EXPECT_EQ(count.load(), 10);
}

TEST(Stream, CallbackGetsStreamStatusAndArgument) {
  StreamHandle stream;
  struct Seen {
    cudaStream_t stream = nullptr;
    cudaError_t status = cudaErrorUnknown;
  } seen;
  const auto callback = [](cudaStream_t called, cudaError_t status, void* argument) {
    *static_cast<Seen*>(argument) = {called, status};
  };
  ASSERT_CUDA(cudaStreamAddCallback(stream, callback, &seen, 0));
  ASSERT_CUDA(cudaStreamSynchronize(stream));
  EXPECT_EQ(seen.stream, static_cast<cudaStream_t>(stream));
  EXPECT_EQ(seen.status, cudaSuccess);
}

TEST(Stream, FlagsPrioritiesAndIds) {
  StreamHandle blocking;
  StreamHandle non_blocking(cudaStreamNonBlocking);
  unsigned flags = 7;
  ASSERT_CUDA(cudaStreamGetFlags(blocking, &flags));
  EXPECT_EQ(flags, unsigned{cudaStreamDefault});
  ASSERT_CUDA(cudaStreamGetFlags(non_blocking, &flags));
  EXPECT_EQ(flags, unsigned{cudaStreamNonBlocking});
  int least = -1;
  int greatest = 1;
  ASSERT_CUDA(cudaDeviceGetStreamPriorityRange(&least, &greatest));
  EXPECT_LT(greatest, least);
  cudaStream_t urgent = nullptr;
  ASSERT_CUDA(cudaStreamCreateWithPriority(&urgent, cudaStreamDefault, greatest - 100));
  int priority = 1;
  ASSERT_CUDA(cudaStreamGetPriority(urgent, &priority));
  EXPECT_EQ(priority, greatest);
  ASSERT_CUDA(cudaStreamDestroy(urgent));
  unsigned long long first = 0;
  unsigned long long second = 0;
  ASSERT_CUDA(cudaStreamGetId(blocking, &first));
  ASSERT_CUDA(cudaStreamGetId(non_blocking, &second));
  EXPECT_NE(first, second);
  int device = -1;
  ASSERT_CUDA(cudaStreamGetDevice(blocking, &device));
  EXPECT_EQ(device, 0);
}

TEST(Stream, RefusesBadArguments) {
  StreamHandle stream;
  cudaStream_t other = nullptr;
  EXPECT_EQ(cudaErrorInvalidValue, cudaStreamCreate(nullptr));
  EXPECT_EQ(cudaErrorInvalidValue, cudaStreamCreateWithFlags(&other, 7));
  EXPECT_EQ(cudaErrorInvalidValue, cudaLaunchHostFunc(stream, nullptr, nullptr));
  EXPECT_EQ(cudaErrorInvalidValue, cudaStreamAddCallback(stream, nullptr, nullptr, 0));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaStreamDestroy(nullptr));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaStreamDestroy(cudaStreamLegacy));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaStreamDestroy(cudaStreamPerThread));
  cudaGetLastError();
}

// On the host a destroyed handle is known as such until it is used again.
TEST(HostStream, DestroyedHandleIsRefused) {
  cudaStream_t stream = nullptr;
  ASSERT_CUDA(cudaStreamCreate(&stream));
  ASSERT_CUDA(cudaStreamDestroy(stream));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaStreamDestroy(stream));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaStreamSynchronize(stream));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaLaunchHostFunc(stream, increment, nullptr));
  cudaGetLastError();
}

// A host function may use its own stream: what it gives runs at once, waiting returns at once.
TEST(HostStream, HostFunctionUsesItsOwnStream) {
  StreamHandle stream;
  struct State {
    cudaStream_t stream;
    std::atomic<int> count{0};
    int inside = 0;
  } state{stream, {}, 0};
  const auto work = [](void* argument) {
    auto* const self = static_cast<State*>(argument);
    cudaLaunchHostFunc(self->stream, increment, &self->count);
    cudaStreamSynchronize(self->stream);
    self->inside = self->count.load();
  };
  for (int wait_first = 0; wait_first < 2; ++wait_first) {
    state.count = 0;
    ASSERT_CUDA(cudaLaunchHostFunc(stream, work, &state));
    ASSERT_TRUE(wait_first != 0 || eventually([&] { return state.count.load() == 1; }));
    ASSERT_CUDA(cudaStreamSynchronize(stream));
    EXPECT_EQ(state.inside, 1);
  }
}

}  // namespace
}  // namespace ingot::test
