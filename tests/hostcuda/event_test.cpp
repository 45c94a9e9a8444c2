#include "helpers.h"

namespace ingot::test {
namespace {

void sleep_20_ms(void*) { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }

TEST(Event, MeasuresTimeBetweenItsMarks) {
  StreamHandle stream;
  EventHandle start;
  EventHandle end;
  ASSERT_CUDA(cudaEventRecord(start, stream));
  ASSERT_CUDA(cudaLaunchHostFunc(stream, sleep_20_ms, nullptr));
  ASSERT_CUDA(cudaEventRecord(end, stream));
  ASSERT_CUDA(cudaEventSynchronize(end));
  float forth = 0;
  float back = 0;
  ASSERT_CUDA(cudaEventElapsedTime(&forth, start, end));
  ASSERT_CUDA(cudaEventElapsedTime(&back, end, start));
  EXPECT_GE(forth, 19.9F);
  EXPECT_LT(forth, 5000.0F);
  EXPECT_EQ(forth, -back);
}

TEST(Event, QueryFollowsTheLatestRecord) {
  StreamHandle stream;
  EventHandle event;
  EXPECT_EQ(cudaSuccess, cudaEventQuery(event));
  EXPECT_EQ(cudaSuccess, cudaEventSynchronize(event));
  Gate gate;
  gate.hold(stream);
  ASSERT_CUDA(cudaEventRecord(event, stream));
  EXPECT_EQ(cudaErrorNotReady, cudaEventQuery(event));
  EXPECT_EQ(cudaSuccess, cudaPeekAtLastError());
  gate.open();
  ASSERT_CUDA(cudaEventSynchronize(event));
  EXPECT_EQ(cudaSuccess, cudaEventQuery(event));
}

TEST(Event, SynchronizeDoesNotWaitForLaterWork) {
  StreamHandle stream;
  EventHandle event;
  std::atomic<int> count{0};
  ASSERT_CUDA(cudaLaunchHostFunc(stream, increment, &count));
  ASSERT_CUDA(cudaEventRecord(event, stream));
  Gate gate;
  gate.hold(stream);
  ASSERT_CUDA(cudaEventSynchronize(event));
  EXPECT_EQ(count.load(), 1);
  gate.open();
  ASSERT_CUDA(cudaStreamSynchronize(stream));
}

TEST(Event, StreamWaitsForAnotherStreamsMark) {
  StreamHandle producer(cudaStreamNonBlocking);
  StreamHandle consumer(cudaStreamNonBlocking);
  EventHandle event(cudaEventDisableTiming);
  std::vector<int> list;
  Append first{&list, 1};
  Append second{&list, 2};
  for (int round = 0; round < 200; ++round) {
    list.clear();
    ASSERT_CUDA(cudaLaunchHostFunc(producer, Append::run, &first));
    ASSERT_CUDA(cudaEventRecord(event, producer));
    ASSERT_CUDA(cudaStreamWaitEvent(consumer, event, 0));
    ASSERT_CUDA(cudaLaunchHostFunc(consumer, Append::run, &second));
    ASSERT_CUDA(cudaStreamSynchronize(consumer));
    ASSERT_EQ(list, (std::vector<int>{1, 2}));
  }
}

TEST(Event, WaitHoldsToTheRecordItSaw) {
  StreamHandle first(cudaStreamNonBlocking);
  StreamHandle second(cudaStreamNonBlocking);
  StreamHandle consumer(cudaStreamNonBlocking);
  EventHandle event;
  std::atomic<int> count{0};
  ASSERT_CUDA(cudaEventRecord(event, first));
  ASSERT_CUDA(cudaStreamWaitEvent(consumer, event, 0));
  Gate gate;
  gate.hold(second);
  ASSERT_CUDA(cudaEventRecord(event, second));
  ASSERT_CUDA(cudaLaunchHostFunc(consumer, increment, &count));
  ASSERT_CUDA(cudaStreamSynchronize(consumer));
  EXPECT_EQ(count.load(), 1);
}

TEST(Event, MayBeDestroyedWhileItIsWaitedFor) {
  StreamHandle producer(cudaStreamNonBlocking);
  StreamHandle consumer(cudaStreamNonBlocking);
  std::vector<int> list;
  Append last{&list, 2};
  Append first{&list, 1};
  Gate gate;
  gate.hold(producer);
  ASSERT_CUDA(cudaLaunchHostFunc(producer, Append::run, &first));
  {
    EventHandle event;
    ASSERT_CUDA(cudaEventRecord(event, producer));
    ASSERT_CUDA(cudaStreamWaitEvent(consumer, event, 0));
  }
  ASSERT_CUDA(cudaLaunchHostFunc(consumer, Append::run, &last));
  gate.open();
  ASSERT_CUDA(cudaStreamSynchronize(consumer));
  EXPECT_EQ(list, (std::vector<int>{1, 2}));
}

TEST(Event, OutlivesItsStream) {
  EventHandle event;
  std::atomic<int> count{0};
  {
    StreamHandle stream;
    ASSERT_CUDA(cudaLaunchHostFunc(stream, increment, &count));
    ASSERT_CUDA(cudaEventRecord(event, stream));
  }
  ASSERT_CUDA(cudaEventSynchronize(event));
  EXPECT_EQ(count.load(), 1);
}

TEST(Event, LongChainOfStreams) {
  constexpr int kStreams = 30;
  std::vector<StreamHandle> streams(kStreams);
  std::vector<EventHandle> events(kStreams);
  std::vector<int> list;
  std::vector<Append> appends;
  for (int i = 0; i < kStreams; ++i) appends.push_back({&list, i});
  for (std::size_t i = 0; i < kStreams; ++i) {
    if (i > 0) {
      ASSERT_CUDA(cudaStreamWaitEvent(streams[i], events[i - 1], 0));
    }
    ASSERT_CUDA(cudaLaunchHostFunc(streams[i], Append::run, &appends[i]));
    ASSERT_CUDA(cudaEventRecord(events[i], streams[i]));
  }
  ASSERT_CUDA(cudaStreamSynchronize(streams.back()));
  ASSERT_EQ(list.size(), appends.size());
  for (std::size_t i = 0; i < list.size(); ++i) EXPECT_EQ(list[i], static_cast<int>(i));
}

TEST(Event, RefusesBadArguments) {
  StreamHandle stream;
  EventHandle event;
  EventHandle other;
  EventHandle untimed(cudaEventDisableTiming);
  float ms = 0;
  cudaEvent_t none = nullptr;
  EXPECT_EQ(cudaErrorInvalidValue, cudaEventCreateWithFlags(&none, 64));
  EXPECT_EQ(cudaErrorInvalidValue, cudaEventCreate(nullptr));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaEventQuery(nullptr));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaEventRecord(nullptr, stream));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaEventDestroy(nullptr));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaStreamWaitEvent(stream, nullptr, 0));
  EXPECT_EQ(cudaErrorInvalidValue, cudaStreamWaitEvent(stream, event, 5));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaEventElapsedTime(&ms, event, other));
  ASSERT_CUDA(cudaEventRecord(event, stream));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaEventElapsedTime(&ms, event, other));
  EXPECT_EQ(cudaErrorInvalidValue, cudaEventElapsedTime(nullptr, event, event));
  ASSERT_CUDA(cudaEventRecord(untimed, stream));
  ASSERT_CUDA(cudaStreamSynchronize(stream));
  EXPECT_EQ(cudaErrorInvalidResourceHandle, cudaEventElapsedTime(&ms, event, untimed));
  Gate gate;
  gate.hold(stream);
  ASSERT_CUDA(cudaEventRecord(other, stream));
  EXPECT_EQ(cudaErrorNotReady, cudaEventElapsedTime(&ms, event, other));
  cudaGetLastError();
}

}  // namespace
}  // namespace ingot::test
