#include <NvInfer.h>
#include <cuda_runtime_api.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include <memory>
#include <vector>

namespace ingot::test {
namespace {

using nvinfer1::Dims4;
using nvinfer1::DimsHW;

class SilentLogger : public nvinfer1::ILogger {
 public:
  void log(Severity, const char*) noexcept override {}
};

template <class T>
std::unique_ptr<T> own(T* object) {
  EXPECT_NE(object, nullptr);
  return std::unique_ptr<T>(object);
}

constexpr int kSide = 8;
constexpr int kChannels = 4;

/// A convolution with a rectifier, pooling and a second convolution.
void define(nvinfer1::INetworkDefinition& network, const std::vector<float>& weights) {
  const auto count = [](int64_t number, const std::vector<float>& from) {
    return nvinfer1::Weights{nvinfer1::DataType::kFLOAT, from.data(), number};
  };
  const nvinfer1::Weights filters = count(int64_t{kChannels} * kChannels * 9, weights);
  auto* x = network.addInput("x", nvinfer1::DataType::kFLOAT, Dims4(1, kChannels, kSide, kSide));
  x = network.addConvolutionNd(*x, kChannels, DimsHW(3, 3), filters, count(kChannels, weights))
          ->getOutput(0);
  x = network.addActivation(*x, nvinfer1::ActivationType::kRELU)->getOutput(0);
  x = network.addPoolingNd(*x, nvinfer1::PoolingType::kMAX, DimsHW(2, 2))->getOutput(0);
  x = network.addConvolutionNd(*x, kChannels, DimsHW(3, 3), filters, {})->getOutput(0);
  x->setName("y");
  network.markOutput(*x);
}

/// From nothing to an answer, and back to nothing but the timing cache.
class Loop {
 public:
  void turn() {
    const auto builder = own(nvinfer1::createInferBuilder(logger_));
    const auto network = own(builder->createNetworkV2(0));
    define(*network, weights_);
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
    cudaStream_t stream = nullptr;
    void *x = nullptr, *y = nullptr;
    ASSERT_EQ(cudaStreamCreate(&stream), cudaSuccess);
    ASSERT_EQ(cudaMalloc(&x, sizeof(float) * kChannels * kSide * kSide), cudaSuccess);
    ASSERT_EQ(cudaMalloc(&y, sizeof(float) * kChannels), cudaSuccess);
    EXPECT_TRUE(context->setTensorAddress("x", x));
    EXPECT_TRUE(context->setTensorAddress("y", y));
    EXPECT_TRUE(context->enqueueV3(stream));
    EXPECT_EQ(cudaStreamSynchronize(stream), cudaSuccess);
    EXPECT_EQ(cudaStreamDestroy(stream), cudaSuccess);
    EXPECT_EQ(cudaFree(x), cudaSuccess);
    EXPECT_EQ(cudaFree(y), cudaSuccess);
  }

  SilentLogger logger_;
  std::vector<float> weights_ = std::vector<float>(size_t{kChannels} * kChannels * 9, 0.25F);
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
