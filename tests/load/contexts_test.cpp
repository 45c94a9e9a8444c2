// Many threads with many contexts each on one engine: the right bits throughout, while other
// contexts and engines come and go. INGOT_LOAD_SECONDS: how long; a few seconds unless set.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "tests/load/small_network.h"

namespace ingot::test {
namespace {

constexpr int kThreads = 8;
constexpr int kContexts = 8;  // of a thread

class Clock {
 public:
  bool goes_on() const { return std::chrono::steady_clock::now() < end_; }

 private:
  static std::chrono::seconds limit() {
    const char* seconds = std::getenv("INGOT_LOAD_SECONDS");
    return std::chrono::seconds(seconds == nullptr ? 3 : std::atoi(seconds));
  }
  std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::now() + limit();
};

/// A context with its stream, and an input of its own with the answer to it.
class Lane {
 public:
  Lane(nvinfer1::ICudaEngine& engine, int number)
      : context_(own(engine.createExecutionContext())), bindings_(*context_) {
    bindings_.fill(static_cast<float>(number));
    EXPECT_TRUE(bindings_.run());
    answer_ = bindings_.answer();
    for (const float y : answer_) {
      EXPECT_TRUE(SmallNetwork::is_answer(y, static_cast<float>(number))) << y;
    }
  }

  void start() { EXPECT_TRUE(bindings_.start()); }
  bool is_right() { return bindings_.wait() && bindings_.answer() == answer_; }

 private:
  std::unique_ptr<nvinfer1::IExecutionContext> context_;
  Bindings bindings_;
  std::vector<float> answer_;
};

/// Runs all lanes at once, again and again; counts the rounds in which one was wrong.
void run_lanes(nvinfer1::ICudaEngine& engine, int thread, const Clock& clock,
               std::atomic<int>& rounds, std::atomic<int>& wrong) {
  std::vector<std::unique_ptr<Lane>> lanes;
  lanes.reserve(kContexts);
  for (int i = 0; i < kContexts; ++i) {
    lanes.push_back(std::make_unique<Lane>(engine, thread * kContexts + i));
  }
  while (clock.goes_on()) {
    for (const auto& lane : lanes) lane->start();
    for (const auto& lane : lanes) wrong += lane->is_right() ? 0 : 1;
    ++rounds;
  }
}

/// Makes and destroys contexts of the engine, and engines of their own, meanwhile.
void come_and_go(nvinfer1::ICudaEngine& shared, const nvinfer1::IHostMemory& plan,
                 const Clock& clock) {
  SilentLogger logger;
  const auto runtime = own(nvinfer1::createInferRuntime(logger));
  for (int number = 0; clock.goes_on(); ++number) {
    const auto engine = own(runtime->deserializeCudaEngine(plan.data(), plan.size()));
    Lane(*engine, number % 100).start();
    Lane(shared, number % 100).start();
  }
}

TEST(Contexts, OfManyThreadsGiveTheRightBits) {
  SilentLogger logger;
  const auto plan = SmallNetwork().build(logger);
  const auto runtime = own(nvinfer1::createInferRuntime(logger));
  const auto engine = own(runtime->deserializeCudaEngine(plan->data(), plan->size()));
  const Clock clock;
  std::atomic<int> rounds = 0, wrong = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads + 1);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] { run_lanes(*engine, i, clock, rounds, wrong); });
  }
  threads.emplace_back([&] { come_and_go(*engine, *plan, clock); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GE(rounds, kThreads);
}

}  // namespace
}  // namespace ingot::test
