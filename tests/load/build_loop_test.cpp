#include <malloc.h>

#include "tests/load/small_network.h"

namespace ingot::test {
namespace {

/// From nothing to an answer, and back to nothing but the timing cache.
class Loop {
 public:
  void turn() {
    const auto builder = own(nvinfer1::createInferBuilder(logger_));
    const auto network = own(builder->createNetworkV2(0));
    network_.define(*network);
    const auto config = own(builder->createBuilderConfig());
    const auto cache = own(config->createTimingCache(timings_.data(), timings_.size()));
    ASSERT_TRUE(config->setTimingCache(*cache, false));
    const auto plan = own(builder->buildSerializedNetwork(*network, *config));
    keep_timings(*cache);
    run(*plan);
  }

 private:
  void keep_timings(const nvinfer1::ITimingCache& cache) {
    if (!timings_.empty()) return;
    const auto bytes = own(cache.serialize());
    const auto* first = static_cast<const char*>(bytes->data());
    timings_.assign(first, first + bytes->size());
  }

  void run(const nvinfer1::IHostMemory& plan) {
    const auto runtime = own(nvinfer1::createInferRuntime(logger_));
    const auto engine = own(runtime->deserializeCudaEngine(plan.data(), plan.size()));
    const auto context = own(engine->createExecutionContext());
    EXPECT_TRUE(Bindings(*context).run());
  }

  SilentLogger logger_;
  SmallNetwork network_;
  std::vector<char> timings_;
};

size_t bytes_in_use() { return mallinfo2().uordblks + mallinfo2().hblkhd; }

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kTurns = 200;  // their allocators tell no sizes; leaks are found at exit
#else
constexpr int kTurns = 10000;
#endif

TEST(BuildLoop, KeepsMemoryFlat) {
  Loop loop;
  for (int i = 0; i < kTurns / 10; ++i) loop.turn();
  const size_t before = bytes_in_use();
  for (int i = kTurns / 10; i < kTurns; ++i) loop.turn();
  const size_t after = bytes_in_use();
  constexpr size_t kNoise = 64 << 10;  // what threads and streams keep for their next use
  EXPECT_LE(after, before + kNoise)
      << (after - before) / static_cast<size_t>(kTurns) << " bytes a turn";
}

}  // namespace
}  // namespace ingot::test
