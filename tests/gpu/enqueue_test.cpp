// Shapes, addresses and captures that change from one enqueue to the next.
#include <ingot/device.h>

#include <random>
#include <string>

#include "tests/gpu/batch.h"

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

/// A captured piece of a stream's work.
class Graph {
 public:
  template <class Body>
  Graph(cudaStream_t stream, const Body& body) {
    EXPECT_EQ(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaSuccess);
    body();
    EXPECT_EQ(cudaStreamEndCapture(stream, &graph_), cudaSuccess);
    EXPECT_EQ(cudaGraphInstantiate(&executable_, graph_, 0), cudaSuccess);
  }
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;
  ~Graph() {
    EXPECT_EQ(cudaGraphExecDestroy(executable_), cudaSuccess);
    EXPECT_EQ(cudaGraphDestroy(graph_), cudaSuccess);
  }

  void launch(cudaStream_t stream) { EXPECT_EQ(cudaGraphLaunch(executable_, stream), cudaSuccess); }

 private:
  cudaGraph_t graph_ = nullptr;
  cudaGraphExec_t executable_ = nullptr;
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
  for (int i = 0; i < kBatches; ++i) batches.push_back(std::make_unique<Batch>(3));
  std::mt19937 random(2016);
  for (int i = 0; i < 300; ++i) {
    Batch& batch = *batches[random() % (i < 100 ? 2 : kBatches)];
    EXPECT_TRUE(run(batch, static_cast<float>(i))) << i;
  }
}

TEST_F(Enqueue, ShapesChangeWhileRunsAreUnderWay) {
  std::vector<std::unique_ptr<Batch>> batches;
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
  Graph graph(stream_, [&] {
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
  Graph graph(stream_, [&] { EXPECT_TRUE(captured.enqueue(*context_, stream_)); });
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
  Graph graph(stream_, [&] {
    EXPECT_TRUE(captured.enqueue(*second, stream_));
    EXPECT_TRUE(outside.enqueue(*context_, other));
  });
  other.wait();
  EXPECT_TRUE(outside.is_right());
  graph.launch(stream_);
  stream_.wait();
  EXPECT_TRUE(captured.is_right());
}

/// y = x > 1, which a GPU has no kernel for.
std::unique_ptr<nvinfer1::IHostMemory> build_comparison(nvinfer1::ILogger& logger) {
  const auto builder = own(nvinfer1::createInferBuilder(logger));
  const auto network = own(builder->createNetworkV2(0));
  const float one = 1;
  const nvinfer1::Dims dims{1, {1}};
  auto* x = network->addInput("x", nvinfer1::DataType::kFLOAT, dims);
  auto* ones = network->addConstant(dims, {nvinfer1::DataType::kFLOAT, &one, 1})->getOutput(0);
  auto* y =
      network->addElementWise(*x, *ones, nvinfer1::ElementWiseOperation::kGREATER)->getOutput(0);
  y->setName("y");
  network->markOutput(*y);
  const auto config = own(builder->createBuilderConfig());
  return own(builder->buildSerializedNetwork(*network, *config));
}

TEST(EnqueueInCapture, IsRefusedWhereALayerRunsOnTheProcessor) {
  SilentLogger logger;
  const auto plan = build_comparison(logger);
  const auto runtime = own(nvinfer1::createInferRuntime(logger));
  const auto engine = own(runtime->deserializeCudaEngine(plan->data(), plan->size()));
  const auto context = own(engine->createExecutionContext());
  void* x = nullptr;
  void* y = nullptr;
  ASSERT_EQ(cudaMalloc(&x, sizeof(float)), cudaSuccess);
  ASSERT_EQ(cudaMalloc(&y, sizeof(bool)), cudaSuccess);
  const float two = 2;
  EXPECT_EQ(cudaMemcpy(x, &two, sizeof(float), cudaMemcpyHostToDevice), cudaSuccess);
  context->setTensorAddress("x", x);
  context->setTensorAddress("y", y);
  const TestStream stream;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(cudaMemset(y, 0, sizeof(bool)), cudaSuccess);
    EXPECT_EQ(cudaDeviceSynchronize(), cudaSuccess);
    EXPECT_TRUE(context->enqueueV3(stream));
    stream.wait();
    bool answer = false;
    EXPECT_EQ(cudaMemcpy(&answer, y, sizeof(bool), cudaMemcpyDeviceToHost), cudaSuccess);
    EXPECT_TRUE(answer);
  }
  const bool can_be_captured = std::string(chosenDevice()) == "cpu";
  Graph graph(stream, [&] { EXPECT_EQ(context->enqueueV3(stream), can_be_captured); });
  EXPECT_EQ(cudaFree(x), cudaSuccess);
  EXPECT_EQ(cudaFree(y), cudaSuccess);
}

}  // namespace
}  // namespace ingot::test
