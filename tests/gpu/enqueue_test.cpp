// Shapes, addresses and captures that change from one enqueue to the next.
#include <ingot/device.h>

#include <random>
#include <string>

#include "tests/gpu/batch.h"
#include "tests/gpu/captured_graph.h"
#include "tests/gpu/fallback_warnings.h"

namespace ingot::test {
namespace {

class TimesCounter : public nvinfer1::IProfiler {
 public:
  void reportLayerTime(const char*, float milliseconds) noexcept override {
    ++count;
    total += milliseconds;
  }
  int count = 0;
  float total = 0;
};

class Enqueue : public testing::Test {
 protected:
  bool run(Batch& batch, float first) {
    batch.fill(first);
    if (!batch.enqueue(*context_, stream_)) return false;
    stream_.wait();
    return batch.is_right();
  }

  BatchEngine engine_;
  std::unique_ptr<nvinfer1::IExecutionContext> context_ = own(engine_->createExecutionContext());
  TestStream stream_;
};

TEST_F(Enqueue, RunsAgainOnTheSameAddresses) {
  Batch batch(5);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(run(batch, static_cast<float>(i))) << i;
}

TEST_F(Enqueue, RunsOnOtherAddressesEachTime) {
  constexpr int kBatches = 12;
  std::vector<std::unique_ptr<Batch>> batches;
  batches.reserve(kBatches);
  for (int i = 0; i < kBatches; ++i) batches.push_back(std::make_unique<Batch>(3));
  std::mt19937 random(2016);
  for (int i = 0; i < 300; ++i) {
    Batch& batch = *batches[random() % (i < 100 ? 2 : kBatches)];
    EXPECT_TRUE(run(batch, static_cast<float>(i))) << i;
  }
}

TEST_F(Enqueue, ShapesChangeWhileRunsAreUnderWay) {
  std::vector<std::unique_ptr<Batch>> batches;
  batches.reserve(kMostItems);
  for (int i = 0; i < kMostItems; ++i) {
    batches.push_back(std::make_unique<Batch>(i + 1, static_cast<float>(i)));
  }
  for (int i = 0; i < 3 * kMostItems; ++i) {
    EXPECT_TRUE(batches[static_cast<size_t>(i * 7 % kMostItems)]->enqueue(*context_, stream_)) << i;
  }
  stream_.wait();
  for (const auto& batch : batches) EXPECT_TRUE(batch->is_right());
}

TEST_F(Enqueue, TellsTheProfilerTheTimeOfEachLayer) {
  Batch batch(2);
  EXPECT_TRUE(run(batch, 1));
  TimesCounter times;
  context_->setProfiler(&times);
  EXPECT_TRUE(run(batch, 2));
  EXPECT_EQ(times.count, engine_->getNbLayers());
  EXPECT_GT(times.total, 0);
  context_->setProfiler(nullptr);
  EXPECT_TRUE(run(batch, 3));
  EXPECT_EQ(times.count, engine_->getNbLayers());
}

TEST_F(Enqueue, IsHeldByACaptureOfTheProgram) {
  Batch captured(4);
  EXPECT_TRUE(run(captured, 1));
  EXPECT_TRUE(run(captured, 2));
  CapturedGraph graph(stream_, [&] {
    EXPECT_TRUE(captured.enqueue(*context_, stream_));
    EXPECT_TRUE(captured.enqueue(*context_, stream_));
  });
  for (int i = 1; i <= kMostItems; ++i) {
    Batch other(i);
    EXPECT_TRUE(run(other, 3));
  }
  for (int i = 0; i < 3; ++i) {
    captured.fill(static_cast<float>(10 + i));
    graph.launch(stream_);
    stream_.wait();
    EXPECT_TRUE(captured.is_right());
  }
  EXPECT_TRUE(run(captured, 4));
}

TEST_F(Enqueue, IsHeldByACaptureThatItIsTheFirstToRunIn) {
  Batch captured(4);
  CapturedGraph graph(stream_, [&] { EXPECT_TRUE(captured.enqueue(*context_, stream_)); });
  captured.fill(7);
  graph.launch(stream_);
  stream_.wait();
  EXPECT_TRUE(captured.is_right());
}

TEST_F(Enqueue, RecordsNextToACaptureOfTheProgram) {
  Batch outside(3);  // allocating while this thread captures would break its capture
  TestStream other;
  const auto second = own(engine_->createExecutionContext());
  Batch captured(2);
  CapturedGraph graph(stream_, [&] {
    EXPECT_TRUE(captured.enqueue(*second, stream_));
    EXPECT_TRUE(outside.enqueue(*context_, other));
  });
  other.wait();
  EXPECT_TRUE(outside.is_right());
  graph.launch(stream_);
  stream_.wait();
  EXPECT_TRUE(captured.is_right());
}

/// y = the largest of four integers of 32 bits, which a GPU has no kernel for.
std::unique_ptr<nvinfer1::IHostMemory> build_pooling(nvinfer1::ILogger& logger) {
  const auto builder = own(nvinfer1::createInferBuilder(logger));
  const auto network = own(builder->createNetworkV2(0));
  auto* x = network->addInput("x", nvinfer1::DataType::kINT32, nvinfer1::Dims4(1, 1, 2, 2));
  auto* y =
      network->addPoolingNd(*x, nvinfer1::PoolingType::kMAX, nvinfer1::DimsHW(2, 2))->getOutput(0);
  y->setName("y");
  network->markOutput(*y);
  const auto config = own(builder->createBuilderConfig());
  return own(builder->buildSerializedNetwork(*network, *config));
}

TEST(EnqueueInCapture, IsRefusedWhereALayerRunsOnTheProcessor) {
  FallbackWarnings logger;
  const auto plan = build_pooling(logger);
  const bool can_be_captured = std::string(chosenDevice()) == "cpu";
  EXPECT_EQ(logger.count, can_be_captured ? 0 : 1);
  const auto runtime = own(nvinfer1::createInferRuntime(logger));
  const auto engine = own(runtime->deserializeCudaEngine(plan->data(), plan->size()));
  const auto context = own(engine->createExecutionContext());
  constexpr int32_t kMost = 16777217;
  constexpr int32_t kValues[] = {-7, kMost, 3, kMost - 1};
  void* x = nullptr;
  void* y = nullptr;
  ASSERT_EQ(cudaMalloc(&x, sizeof kValues), cudaSuccess);
  ASSERT_EQ(cudaMalloc(&y, sizeof(int32_t)), cudaSuccess);
  EXPECT_EQ(cudaMemcpy(x, kValues, sizeof kValues, cudaMemcpyHostToDevice), cudaSuccess);
  context->setTensorAddress("x", x);
  context->setTensorAddress("y", y);
  const TestStream stream;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(cudaMemset(y, 0, sizeof(int32_t)), cudaSuccess);
    EXPECT_EQ(cudaDeviceSynchronize(), cudaSuccess);
    EXPECT_TRUE(context->enqueueV3(stream));
    stream.wait();
    int32_t answer = 0;
    EXPECT_EQ(cudaMemcpy(&answer, y, sizeof answer, cudaMemcpyDeviceToHost), cudaSuccess);
    EXPECT_EQ(answer, kMost);
  }
  CapturedGraph graph(stream, [&] { EXPECT_EQ(context->enqueueV3(stream), can_be_captured); });
  EXPECT_EQ(cudaFree(x), cudaSuccess);
  EXPECT_EQ(cudaFree(y), cudaSuccess);
}

}  // namespace
}  // namespace ingot::test
