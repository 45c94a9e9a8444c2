#pragma once

#include <NvInfer.h>
#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <vector>

namespace ingot::test {

class SilentLogger : public nvinfer1::ILogger {
 public:
  void log(Severity, const char*) noexcept override {}
};

template <class T>
std::unique_ptr<T> own(T* object) {
  EXPECT_NE(object, nullptr);
  return std::unique_ptr<T>(object);
}

/// x [n,4,8,8] to y [n,4,1,1]: a convolution with a rectifier, pooling and a second convolution.
/// n is 1, or up to the largest batch that the constructor is given.
class SmallNetwork {
 public:
  static constexpr int kSide = 8;
  static constexpr int kChannels = 4;

  SmallNetwork() = default;
  explicit SmallNetwork(int max_batch) : max_batch_(max_batch) {}

  /// Whether `y`, a channel of an item whose x are all `value`, is right: the filters are 1/4, so
  /// 36 · value / 4 + 1/4, and 36 · of that / 4. Winograd's F(4×4) rounds, by far less than this.
  static bool is_answer(float y, float value) {
    const float exact = 9 * (9 * value + 0.25F);
    return std::abs(y - exact) <= 1e-4F * std::abs(exact);
  }

  void define(nvinfer1::INetworkDefinition& network) const {
    const nvinfer1::Weights filters = first(int64_t{kChannels} * kChannels * 9);
    const nvinfer1::DimsHW window(3, 3);
    auto* x = network.addInput("x", nvinfer1::DataType::kFLOAT, dims(max_batch_ > 0 ? -1 : 1));
    x = network.addConvolutionNd(*x, kChannels, window, filters, first(kChannels))->getOutput(0);
    x = network.addActivation(*x, nvinfer1::ActivationType::kRELU)->getOutput(0);
    auto* pool = network.addPoolingNd(*x, nvinfer1::PoolingType::kMAX, nvinfer1::DimsHW(2, 2));
    pool->setStrideNd(nvinfer1::DimsHW(2, 2));
    x = pool->getOutput(0);
    x = network.addConvolutionNd(*x, kChannels, window, filters, {})->getOutput(0);
    x->setName("y");
    network.markOutput(*x);
  }

  std::unique_ptr<nvinfer1::IHostMemory> build(nvinfer1::ILogger& logger) const {
    const auto builder = own(nvinfer1::createInferBuilder(logger));
    const auto network = own(builder->createNetworkV2(0));
    define(*network);
    const auto config = own(builder->createBuilderConfig());
    config->clearFlag(nvinfer1::BuilderFlag::kTF32);  // its 11 bits do not hold the sums
    if (max_batch_ > 0) config->addOptimizationProfile(profile(*builder));
    return own(builder->buildSerializedNetwork(*network, *config));
  }

 private:
  static nvinfer1::Dims4 dims(int batch) { return {batch, kChannels, kSide, kSide}; }

  nvinfer1::IOptimizationProfile* profile(nvinfer1::IBuilder& builder) const {
    using Select = nvinfer1::OptProfileSelector;
    auto* made = builder.createOptimizationProfile();
    EXPECT_TRUE(made->setDimensions("x", Select::kMIN, dims(1)));
    EXPECT_TRUE(made->setDimensions("x", Select::kOPT, dims(max_batch_)));
    EXPECT_TRUE(made->setDimensions("x", Select::kMAX, dims(max_batch_)));
    return made;
  }

  nvinfer1::Weights first(int64_t count) const {
    return {nvinfer1::DataType::kFLOAT, weights_.data(), count};
  }

  int max_batch_ = 0;  ///< 0: the batch is 1
  std::vector<float> weights_ = std::vector<float>(size_t{kChannels} * kChannels * 9, 0.25F);
};

/// A tensor of a context.
struct Binding {
  const char* name;
  size_t count;  ///< of its elements, which are f32
};

/// A context's stream and bindings.
class Bindings {
 public:
  explicit Bindings(nvinfer1::IExecutionContext& context)
      : Bindings(context, {"x", kInputs}, {"y", kOutputs}) {}
  Bindings(nvinfer1::IExecutionContext& context, const Binding& x, const Binding& y)
      : context_(context), num_inputs_(x.count), num_outputs_(y.count) {
    EXPECT_EQ(cudaStreamCreate(&stream_), cudaSuccess);
    EXPECT_EQ(cudaMalloc(&x_, sizeof(float) * x.count), cudaSuccess);
    EXPECT_EQ(cudaMalloc(&y_, sizeof(float) * y.count), cudaSuccess);
    EXPECT_TRUE(context.setTensorAddress(x.name, x_));
    EXPECT_TRUE(context.setTensorAddress(y.name, y_));
    fill(0);
  }
  ~Bindings() {
    EXPECT_EQ(cudaStreamDestroy(stream_), cudaSuccess);
    EXPECT_EQ(cudaFree(x_), cudaSuccess);
    EXPECT_EQ(cudaFree(y_), cudaSuccess);
  }
  Bindings(const Bindings&) = delete;
  Bindings& operator=(const Bindings&) = delete;

  void fill(float value) {
    const std::vector<float> values(num_inputs_, value);
    EXPECT_EQ(cudaMemcpy(x_, values.data(), sizeof(float) * values.size(), cudaMemcpyHostToDevice),
              cudaSuccess);
  }
  bool start() { return context_.enqueueV3(stream_); }
  bool wait() { return cudaStreamSynchronize(stream_) == cudaSuccess; }
  bool run() { return start() && wait(); }
  std::vector<float> answer() const {
    std::vector<float> values(num_outputs_);
    EXPECT_EQ(cudaMemcpyAsync(values.data(), y_, sizeof(float) * values.size(),
                              cudaMemcpyDeviceToHost, stream_),
              cudaSuccess);
    EXPECT_EQ(cudaStreamSynchronize(stream_), cudaSuccess);
    return values;
  }

 private:
  static constexpr size_t kInputs =
      size_t{SmallNetwork::kChannels} * SmallNetwork::kSide * SmallNetwork::kSide;
  static constexpr size_t kOutputs = SmallNetwork::kChannels;

  nvinfer1::IExecutionContext& context_;
  size_t num_inputs_, num_outputs_;
  cudaStream_t stream_ = nullptr;
  void* x_ = nullptr;
  void* y_ = nullptr;
};

}  // namespace ingot::test
