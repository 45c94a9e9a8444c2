#pragma once

#include <NvInfer.h>
#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

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

/// x [1,4,8,8] to y [1,4,1,1]: a convolution with a rectifier, pooling and a second convolution.
class SmallNetwork {
 public:
  static constexpr int kSide = 8;
  static constexpr int kChannels = 4;

  void define(nvinfer1::INetworkDefinition& network) const {
    const nvinfer1::Weights filters = first(int64_t{kChannels} * kChannels * 9);
    const nvinfer1::DimsHW window(3, 3);
    auto* x = network.addInput("x", nvinfer1::DataType::kFLOAT,
                               nvinfer1::Dims4(1, kChannels, kSide, kSide));
    x = network.addConvolutionNd(*x, kChannels, window, filters, first(kChannels))->getOutput(0);
    x = network.addActivation(*x, nvinfer1::ActivationType::kRELU)->getOutput(0);
    x = network.addPoolingNd(*x, nvinfer1::PoolingType::kMAX, nvinfer1::DimsHW(2, 2))->getOutput(0);
    x = network.addConvolutionNd(*x, kChannels, window, filters, {})->getOutput(0);
    x->setName("y");
    network.markOutput(*x);
  }

 private:
  nvinfer1::Weights first(int64_t count) const {
    return {nvinfer1::DataType::kFLOAT, weights_.data(), count};
  }

  std::vector<float> weights_ = std::vector<float>(size_t{kChannels} * kChannels * 9, 0.25F);
};

/// A context's stream and bindings.
class Bindings {
 public:
  explicit Bindings(nvinfer1::IExecutionContext& context) : context_(context) {
    constexpr size_t kPixels = size_t{SmallNetwork::kSide} * SmallNetwork::kSide;
    EXPECT_EQ(cudaStreamCreate(&stream_), cudaSuccess);
    EXPECT_EQ(cudaMalloc(&x_, sizeof(float) * SmallNetwork::kChannels * kPixels), cudaSuccess);
    EXPECT_EQ(cudaMalloc(&y_, sizeof(float) * SmallNetwork::kChannels), cudaSuccess);
    EXPECT_TRUE(context.setTensorAddress("x", x_));
    EXPECT_TRUE(context.setTensorAddress("y", y_));
  }
  ~Bindings() {
    EXPECT_EQ(cudaStreamDestroy(stream_), cudaSuccess);
    EXPECT_EQ(cudaFree(x_), cudaSuccess);
    EXPECT_EQ(cudaFree(y_), cudaSuccess);
  }
  Bindings(const Bindings&) = delete;
  Bindings& operator=(const Bindings&) = delete;

  bool run() {
    return context_.enqueueV3(stream_) && cudaStreamSynchronize(stream_) == cudaSuccess;
  }

 private:
  nvinfer1::IExecutionContext& context_;
  cudaStream_t stream_ = nullptr;
  void* x_ = nullptr;
  void* y_ = nullptr;
};

}  // namespace ingot::test
