// The legacy default stream's order with other streams, and the per-thread default stream.
#include "helpers.h"

namespace ingot::test {
namespace {

TEST(DefaultStream, WaitsForEarlierWorkOfBlockingStreams) {
  StreamHandle stream;
  Gate gate;
  std::atomic<int> count{0};
  gate.hold(stream);
  ASSERT_CUDA(cudaLaunchHostFunc(nullptr, increment, &count));
  EXPECT_EQ(cudaErrorNotReady, cudaStreamQuery(nullptr));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(count.load(), 0);
  gate.open();
  ASSERT_CUDA(cudaStreamSynchronize(cudaStreamLegacy));
  EXPECT_EQ(count.load(), 1);
}

TEST(DefaultStream, BlockingStreamsWaitForIt) {
  StreamHandle stream;
  Gate gate;
  std::atomic<int> count{0};
  gate.hold(nullptr);
  for (int i = 0; i < 5; ++i) ASSERT_CUDA(cudaLaunchHostFunc(stream, increment, &count));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(count.load(), 0);
  gate.open();
  ASSERT_CUDA(cudaStreamSynchronize(stream));
  EXPECT_EQ(count.load(), 5);
}

TEST(DefaultStream, NonBlockingStreamsAreApart) {
  StreamHandle stream(cudaStreamNonBlocking);
  Gate gate;
  gate.hold(stream);
  std::atomic<int> count{0};
  ASSERT_CUDA(cudaLaunchHostFunc(nullptr, increment, &count));
  ASSERT_CUDA(cudaStreamSynchronize(nullptr));
  EXPECT_EQ(count.load(), 1);
  EXPECT_EQ(cudaErrorNotReady, cudaStreamQuery(stream));
}

TEST(DefaultStream, SynchronizingItWaitsForBlockingStreams) {
  StreamHandle stream;
  std::atomic<int> count{0};
  for (int i = 0; i < 50; ++i) {
    ASSERT_CUDA(cudaLaunchHostFunc(stream, increment, &count));
    ASSERT_CUDA(cudaStreamSynchronize(nullptr));
    ASSERT_EQ(count.load(), i + 1);
  }
}

TEST(DefaultStream, AlternatesWithBlockingStreamsInOrder) {
  StreamHandle first;
  StreamHandle second;
  std::vector<int> list;
  std::vector<Append> appends;
  for (int i = 0; i < 300; ++i) appends.push_back({&list, i});
  for (int i = 0; i < 300; i += 2) {
    const cudaStream_t stream = i % 4 == 0 ? first : second;
    ASSERT_CUDA(cudaLaunchHostFunc(stream, Append::run, &appends[static_cast<std::size_t>(i)]));
    ASSERT_CUDA(
        cudaLaunchHostFunc(nullptr, Append::run, &appends[static_cast<std::size_t>(i + 1)]));
  }
  ASSERT_CUDA(cudaDeviceSynchronize());
  ASSERT_EQ(list.size(), appends.size());
  for (std::size_t i = 0; i < list.size(); ++i) ASSERT_EQ(list[i], static_cast<int>(i));
}

TEST(DefaultStream, SynchronousCopySeesWorkOfBlockingStreams) {
  StreamHandle stream;
  int* device = nullptr;
  ASSERT_CUDA(cudaMalloc(&device, sizeof(int)));
  Gate gate;
  gate.hold(stream);
  ASSERT_CUDA(cudaMemsetAsync(device, 1, sizeof(int), stream));
  std::thread opener([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    gate.open();
  });
  int host = 0;
  ASSERT_CUDA(cudaMemcpy(&host, device, sizeof host, cudaMemcpyDeviceToHost));
  opener.join();
  EXPECT_EQ(host, 0x01010101);
  ASSERT_CUDA(cudaFree(device));
}

TEST(PerThreadStream, EveryThreadHasItsOwn) {
  unsigned long long here = 0;
  unsigned long long there = 0;
  std::atomic<int> count{0};
  ASSERT_CUDA(cudaStreamGetId(cudaStreamPerThread, &here));
  std::thread([&] {
    cudaStreamGetId(cudaStreamPerThread, &there);
    cudaLaunchHostFunc(cudaStreamPerThread, increment, &count);
  }).join();
  EXPECT_NE(here, there);
  ASSERT_CUDA(cudaDeviceSynchronize());
  EXPECT_EQ(count.load(), 1);
}

}  // namespace
}  // namespace ingot::test
