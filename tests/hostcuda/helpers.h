// Shared by the tests of the CUDA runtime. They use public functions only, so that those which do
// not speak of the host hold on a GPU's runtime too.
#pragma once
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
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

/// Holds a stream until it is opened, at its end at the latest.
class Gate {
 public:
  Gate() = default;
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  ~Gate() { open(); }

  void hold(cudaStream_t stream) {
    auto* const shared = new std::shared_ptr<State>(state_);
    ASSERT_EQ(cudaSuccess, cudaLaunchHostFunc(stream, wait, shared));
  }
  void open() { state_->open.store(true); }
  bool entered() const { return state_->entered.load(); }

 private:
  struct State {
    std::atomic<bool> open{false};
    std::atomic<bool> entered{false};
  };

  static void wait(void* argument) {
    const std::unique_ptr<std::shared_ptr<State>> shared(
        static_cast<std::shared_ptr<State>*>(argument));
    State& state = **shared;
    state.entered.store(true);
    while (!state.open.load()) std::this_thread::sleep_for(std::chrono::microseconds(50));
  }

  std::shared_ptr<State> state_ = std::make_shared<State>();
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
