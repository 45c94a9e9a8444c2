// Many threads and many streams at once.
#include <random>

#include "helpers.h"

namespace ingot::test {
namespace {

template <class Body>
void in_threads(int count, const Body& body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back([&body, i] { body(i); });
  for (std::thread& thread : threads) thread.join();
}

TEST(Concurrency, ThreadsWithStreamsOfTheirOwn) {
  in_threads(8, [](int) {
    for (int round = 0; round < 30; ++round) {
      StreamHandle stream;
      int plain = 0;  // protected by the stream's order only
      for (int i = 0; i < 50; ++i) {
        cudaLaunchHostFunc(
            stream, [](void* value) { ++*static_cast<int*>(value); }, &plain);
        if (i % 7 == 0) {
          cudaStreamSynchronize(stream);
          ASSERT_EQ(plain, i + 1);
        }
      }
      cudaStreamSynchronize(stream);
      ASSERT_EQ(plain, 50);
    }
  });
}

TEST(Concurrency, ThreadsShareAStream) {
  StreamHandle stream;
  int plain = 0;
  in_threads(6, [&](int) {
    for (int i = 0; i < 500; ++i) {
      cudaLaunchHostFunc(
          stream, [](void* value) { ++*static_cast<int*>(value); }, &plain);
      if (i % 50 == 0) cudaStreamSynchronize(stream);
    }
    cudaStreamSynchronize(stream);
  });
  EXPECT_EQ(plain, 3000);
}

TEST(Concurrency, EventsBetweenThreadsAndStreams) {
  constexpr int kStreams = 4;
  std::vector<StreamHandle> streams(kStreams);
  std::vector<EventHandle> events(kStreams);
  std::atomic<int> count{0};
  in_threads(4, [&](int seed) {
    std::minstd_rand random(static_cast<unsigned>(seed) + 1);
    for (int i = 0; i < 400; ++i) {
      const std::size_t stream = random() % kStreams;
      const std::size_t event = random() % kStreams;
      switch (random() % 6) {
        case 0: cudaEventRecord(events[event], streams[stream]); break;
        case 1: cudaStreamWaitEvent(streams[stream], events[event], 0); break;
        case 2: cudaEventSynchronize(events[event]); break;
        case 3: cudaStreamQuery(streams[stream]); break;
        default: break;
      }
      cudaLaunchHostFunc(streams[stream], increment, &count);
      if (i % 40 == 0) cudaStreamSynchronize(streams[stream]);
    }
  });
  ASSERT_CUDA(cudaDeviceSynchronize());
  EXPECT_EQ(count.load(), 1600);
}

TEST(Concurrency, DefaultStreamAmongBlockingStreams) {
  std::atomic<int> count{0};
  in_threads(4, [&](int) {
    StreamHandle stream;
    for (int i = 0; i < 200; ++i) {
      cudaLaunchHostFunc(i % 3 == 0 ? nullptr : static_cast<cudaStream_t>(stream), increment,
                         &count);
      if (i % 20 == 0) cudaStreamSynchronize(nullptr);
    }
  });
  ASSERT_CUDA(cudaDeviceSynchronize());
  EXPECT_EQ(count.load(), 800);
}

TEST(Concurrency, StreamsAndEventsDieInFlight) {
  std::atomic<int> count{0};
  in_threads(4, [&](int) {
    for (int i = 0; i < 100; ++i) {
      StreamHandle producer(cudaStreamNonBlocking);
      StreamHandle consumer;
      EventHandle event;
      cudaLaunchHostFunc(producer, increment, &count);
      cudaEventRecord(event, producer);
      cudaStreamWaitEvent(consumer, event, 0);
      cudaLaunchHostFunc(consumer, increment, &count);
    }
  });
  ASSERT_CUDA(cudaDeviceSynchronize());
  EXPECT_EQ(count.load(), 800);
}

TEST(Concurrency, AllocationsFromManyThreads) {
  in_threads(4, [](int seed) {
    std::minstd_rand random(static_cast<unsigned>(seed) + 1);
    for (int i = 0; i < 200; ++i) {
      const std::size_t size = 1 + random() % 5000;
      char* device = nullptr;
      std::vector<char> host(size, static_cast<char>(seed));
      ASSERT_EQ(cudaSuccess, cudaMalloc(&device, size));
      ASSERT_EQ(cudaSuccess, cudaMemcpy(device, host.data(), size, cudaMemcpyHostToDevice));
      ASSERT_EQ(device[size - 1], static_cast<char>(seed));
      ASSERT_EQ(cudaSuccess, cudaFree(device));
    }
  });
}

TEST(Concurrency, ManyStreamsAtOnce) {
  std::vector<StreamHandle> streams(200);
  std::atomic<int> count{0};
  for (int round = 0; round < 5; ++round) {
    for (StreamHandle& stream : streams) cudaLaunchHostFunc(stream, increment, &count);
  }
  for (StreamHandle& stream : streams) ASSERT_CUDA(cudaStreamSynchronize(stream));
  EXPECT_EQ(count.load(), 1000);
}

}  // namespace
}  // namespace ingot::test
