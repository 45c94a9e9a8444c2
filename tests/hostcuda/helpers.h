// Shared by the tests of the CUDA runtime. They use public functions only, so that those which do
// not speak of the host hold on a GPU's runtime too.
#pragma once
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "cuda_runtime.h"

namespace ingot::test {

#define EXPECT_CUDA(expected, call) \
  EXPECT_EQ(expected, call) << cudaGetErrorName(cudaGetLastError())
#define ASSERT_CUDA(call) ASSERT_EQ(cudaSuccess, call)

class StreamHandle {
 public:
  explicit StreamHandle(unsigned flags = cudaStreamDefault) {
    EXPECT_EQ(cudaSuccess, cudaStreamCreateWithFlags(&stream_, flags));
  }
  StreamHandle(const StreamHandle&) = delete;
  StreamHandle& operator=(const StreamHandle&) = delete;
  ~StreamHandle() { cudaStreamDestroy(stream_); }
  operator cudaStream_t() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
};

class EventHandle {
 public:
  explicit EventHandle(unsigned flags = cudaEventDefault) {
    EXPECT_EQ(cudaSuccess, cudaEventCreateWithFlags(&event_, flags));
  }
  EventHandle(const EventHandle&) = delete;
  EventHandle& operator=(const EventHandle&) = delete;
  ~EventHandle() { cudaEventDestroy(event_); }
  operator cudaEvent_t() const { return event_; }

 private:
  cudaEvent_t event_ = nullptr;
};

/// Holds a stream until it is opened.
class Gate {
 public:
  ~Gate() { open(); }
  void hold(cudaStream_t stream) {
    ASSERT_EQ(cudaSuccess, cudaLaunchHostFunc(
                               stream, [](void* gate) { static_cast<Gate*>(gate)->wait(); }, this));
  }
  void open() { open_.store(true); }
  bool entered() const { return entered_.load(); }

 private:
  void wait() {
    entered_.store(true);
    while (!open_.load()) std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
  std::atomic<bool> open_{false};
  std::atomic<bool> entered_{false};
};

/// Appends a number to a list that only stream order protects.
struct Append {
  std::vector<int>* list;
  int value;
  static void run(void* append) {
    auto* const self = static_cast<Append*>(append);
    self->list->push_back(self->value);
  }
};

/// Polls for at most five seconds.
template <class Condition>
bool eventually(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::microseconds(100));
  }
  return true;
}

inline void increment(void* counter) { static_cast<std::atomic<int>*>(counter)->fetch_add(1); }

}  // namespace ingot::test
