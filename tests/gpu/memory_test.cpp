// Whose memory engines and contexts use, when they give it back, and what happens without it.
#include <ingot/device.h>

#include <mutex>
#include <string>
#include <unordered_map>

#include "tests/gpu/batch.h"

namespace ingot::test {
namespace {

bool is_on_gpu() { return std::string(chosenDevice()) != "cpu"; }

/// Counts what it gives, and spoils what comes back at once.
class Allocator : public nvinfer1::IGpuAllocator {
 public:
  void* allocate(uint64_t size, uint64_t, nvinfer1::AllocatorFlags) noexcept override {
    if (refuses) return nullptr;
    void* memory = nullptr;
    if (cudaMalloc(&memory, size) != cudaSuccess) return nullptr;
    const std::lock_guard lock(mutex_);
    sizes_[memory] = size;
    largest = std::max(largest, size);
    total += size;
    return memory;
  }
  bool deallocate(void* memory) noexcept override {
    const std::lock_guard lock(mutex_);
    const auto found = sizes_.find(memory);
    if (found == sizes_.end()) return memory == nullptr;
    EXPECT_EQ(cudaMemsetAsync(memory, 0xff, found->second, spoiler_), cudaSuccess);
    spoiler_.wait();
    EXPECT_EQ(cudaFree(memory), cudaSuccess);
    sizes_.erase(found);
    return true;
  }
  bool has_all_back() const { return sizes_.empty(); }

  bool refuses = false;
  uint64_t largest = 0;
  uint64_t total = 0;

 private:
  TestStream spoiler_;
  std::mutex mutex_;
  std::unordered_map<void*, uint64_t> sizes_;
};

TEST(Memory, ComesFromTheProgramsAllocator) {
  Allocator allocator;
  {
    const BatchEngine engine(&allocator);
    const uint64_t weights = allocator.total;
    EXPECT_EQ(weights > 0, is_on_gpu());
    const auto context = own(engine->createExecutionContext());
    EXPECT_EQ(allocator.total - weights, static_cast<uint64_t>(engine->getDeviceMemorySize()));
    const TestStream stream;
    const Batch batch(3);
    EXPECT_TRUE(batch.enqueue(*context, stream));
    stream.wait();
    EXPECT_TRUE(batch.is_right());
  }
  EXPECT_TRUE(allocator.has_all_back());
}

TEST(Memory, GoesBackWhenTheRunsOfItsContextAreDone) {
  Allocator allocator;
  const BatchEngine engine(&allocator);
  for (int round = 0; round < 10; ++round) {
    const TestStream stream;
    const Batch batch(kMostItems, static_cast<float>(round));
    auto context = own(engine->createExecutionContext());
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(batch.enqueue(*context, stream));
    context.reset();
    stream.wait();
    EXPECT_TRUE(batch.is_right());
  }
}

TEST(Memory, OfAContextOutlivesTheStreamItRanOn) {
  const BatchEngine engine;
  const Batch batch(kMostItems);
  auto context = own(engine->createExecutionContext());
  constexpr int kRuns = 20;
  for (int i = 0; i < kRuns; ++i) {
    const TestStream stream;
    EXPECT_TRUE(batch.enqueue(*context, stream));
    if (i + 1 < kRuns) stream.wait();  // one run of a context at a time
  }
  context.reset();
  EXPECT_EQ(cudaDeviceSynchronize(), cudaSuccess);
  EXPECT_TRUE(batch.is_right());
}

TEST(Memory, ThatAnAllocatorRefusesIsAnError) {
  Allocator allocator;
  const BatchEngine engine(&allocator);
  allocator.refuses = true;
  EXPECT_EQ(engine->createExecutionContext(), nullptr);
  allocator.refuses = false;
  const auto context = own(engine->createExecutionContext());
  const TestStream stream;
  const Batch batch(2, 3);
  EXPECT_TRUE(batch.enqueue(*context, stream));
  stream.wait();
  EXPECT_TRUE(batch.is_right());
}

TEST(Memory, OfWeightsThatAnAllocatorRefusesIsAnError) {
  if (!is_on_gpu()) GTEST_SKIP() << "on the processor weights stay where the plan is";
  SilentLogger logger;
  const auto plan = SmallNetwork(4).build(logger);
  const auto runtime = own(nvinfer1::createInferRuntime(logger));
  Allocator allocator;
  allocator.refuses = true;
  runtime->setGpuAllocator(&allocator);
  EXPECT_EQ(runtime->deserializeCudaEngine(plan->data(), plan->size()), nullptr);
  allocator.refuses = false;
  EXPECT_NE(own(runtime->deserializeCudaEngine(plan->data(), plan->size())), nullptr);
}

/// A network whose values do not fit in any GPU: x [n,1,2^15,2^15] through poolings that keep it.
void define_huge(nvinfer1::INetworkDefinition& network) {
  constexpr int kSide = 1 << 15;
  auto* x =
      network.addInput("x", nvinfer1::DataType::kFLOAT, nvinfer1::Dims4(512, 1, kSide, kSide));
  for (int i = 0; i < 3; ++i) {
    auto* pool = network.addPoolingNd(*x, nvinfer1::PoolingType::kMAX, nvinfer1::DimsHW(3, 3));
    pool->setStrideNd(nvinfer1::DimsHW(1, 1));
    pool->setPaddingNd(nvinfer1::DimsHW(1, 1));
    x = pool->getOutput(0);
  }
  network.markOutput(*x);
}

TEST(Memory, OfAHugeNetworkLacksWithoutHarm) {
  if (!is_on_gpu()) GTEST_SKIP() << "a processor's memory may be promised and never used";
  SilentLogger logger;
  const auto builder = own(nvinfer1::createInferBuilder(logger));
  const auto network = own(builder->createNetworkV2(0));
  define_huge(*network);
  const auto config = own(builder->createBuilderConfig());
  const std::unique_ptr<nvinfer1::IHostMemory> plan(
      builder->buildSerializedNetwork(*network, *config));
  if (plan != nullptr) {
    const auto runtime = own(nvinfer1::createInferRuntime(logger));
    const auto engine = own(runtime->deserializeCudaEngine(plan->data(), plan->size()));
    EXPECT_EQ(engine->createExecutionContext(), nullptr);
  }
  EXPECT_EQ(cudaGetLastError(), cudaSuccess);
  const BatchEngine small;
  const auto context = own(small->createExecutionContext());
  const TestStream stream;
  const Batch batch(2, 3);
  EXPECT_TRUE(batch.enqueue(*context, stream));
  stream.wait();
  EXPECT_TRUE(batch.is_right());
}

TEST(Memory, LimitOfWorkspacesIsKept) {
  SilentLogger logger;
  const auto builder = own(nvinfer1::createInferBuilder(logger));
  const auto network = own(builder->createNetworkV2(0));
  const SmallNetwork small;
  small.define(*network);
  const auto config = own(builder->createBuilderConfig());
  config->setMemoryPoolLimit(nvinfer1::MemoryPoolType::kWORKSPACE, 0);
  const auto plan = own(builder->buildSerializedNetwork(*network, *config));
  const auto runtime = own(nvinfer1::createInferRuntime(logger));
  const auto engine = own(runtime->deserializeCudaEngine(plan->data(), plan->size()));
  const auto context = own(engine->createExecutionContext());
  Bindings bindings(*context);
  bindings.fill(5);
  EXPECT_TRUE(bindings.run());
  for (const float y : bindings.answer()) EXPECT_TRUE(SmallNetwork::is_answer(y, 5)) << y;
}

}  // namespace
}  // namespace ingot::test
