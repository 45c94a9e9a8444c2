// Parts that are computed where a concatenation has them, in any batch.
#include "tests/gpu/batch.h"

namespace ingot::test {
namespace {

constexpr int kIn = 32;    // channels of x
constexpr int kPart = 64;  // channels of each part
constexpr int kOut = 8;    // channels of y
constexpr int kSide = 7;
constexpr int kPixels = kSide * kSide;

/// x [n,32,7,7] to y [n,8,7,7]: two convolutions, one with a window of 3×3, their concatenation,
/// and of that one that picks channels. Where all of x are v, channel k of the first part has v·(k
/// mod 4), that of the second v·(4 + k mod 4), and channel j of y has v·j.
class Parts {
 public:
  std::unique_ptr<nvinfer1::IHostMemory> build() const {
    SilentLogger logger;
    const auto builder = own(nvinfer1::createInferBuilder(logger));
    const auto network = own(builder->createNetworkV2(0));
    auto* x = network->addInput("x", nvinfer1::DataType::kFLOAT, dims(-1));
    nvinfer1::ITensor* parts[] = {convolution(*network, *x, kPart, 1, first_),
                                  convolution(*network, *x, kPart, 3, second_)};
    auto* joined = network->addConcatenation(parts, 2)->getOutput(0);
    auto* y = convolution(*network, *joined, kOut, 1, picks_);
    y->setName("y");
    network->markOutput(*y);
    const auto config = own(builder->createBuilderConfig());
    config->setFlag(nvinfer1::BuilderFlag::kFP16);
    using Select = nvinfer1::OptProfileSelector;
    auto* profile = builder->createOptimizationProfile();
    EXPECT_TRUE(profile->setDimensions("x", Select::kMIN, dims(1)));
    EXPECT_TRUE(profile->setDimensions("x", Select::kOPT, dims(kMostItems)));
    EXPECT_TRUE(profile->setDimensions("x", Select::kMAX, dims(kMostItems)));
    config->addOptimizationProfile(profile);
    return own(builder->buildSerializedNetwork(*network, *config));
  }

  static nvinfer1::Dims4 dims(int batch) { return {batch, kIn, kSide, kSide}; }

 private:
  static nvinfer1::ITensor* convolution(nvinfer1::INetworkDefinition& network, nvinfer1::ITensor& x,
                                        int filters, int window,
                                        const std::vector<float>& weights) {
    const nvinfer1::Weights kernel{nvinfer1::DataType::kFLOAT, weights.data(),
                                   static_cast<int64_t>(weights.size())};
    auto* layer =
        network.addConvolutionNd(x, filters, nvinfer1::DimsHW(window, window), kernel, {});
    layer->setPaddingNd(nvinfer1::DimsHW(window / 2, window / 2));
    return network.addActivation(*layer->getOutput(0), nvinfer1::ActivationType::kRELU)
        ->getOutput(0);
  }

  /// Filters whose centre cell has (base + k mod 4) / 32 in every channel.
  static std::vector<float> filters(int base, int cells) {
    std::vector<float> weights(size_t{kPart} * kIn * static_cast<size_t>(cells), 0);
    for (size_t i = 0; i < size_t{kPart} * kIn; ++i) {
      weights[i * static_cast<size_t>(cells) + static_cast<size_t>(cells / 2)] =
          static_cast<float>(base + static_cast<int>(i) / kIn % 4) / kIn;
    }
    return weights;
  }

  static std::vector<float> picks() {
    std::vector<float> weights(size_t{kOut} * 2 * kPart, 0);
    for (size_t j = 0; j < kOut; ++j) weights[j * 2 * kPart + 16 * j + j % 4] = 1;
    return weights;
  }

  std::vector<float> first_ = filters(0, 1), second_ = filters(4, 9), picks_ = picks();
};

TEST(Concatenation, HasItsPartsInAnyBatch) {
  SilentLogger logger;
  const auto plan = Parts().build();
  const auto runtime = own(nvinfer1::createInferRuntime(logger));
  const auto engine = own(runtime->deserializeCudaEngine(plan->data(), plan->size()));
  const auto context = own(engine->createExecutionContext());
  const TestStream stream;
  for (const int items : {1, 3, kMostItems, 2}) {
    const auto count = static_cast<size_t>(items);
    std::vector<float> x, expected;
    for (int item = 1; item <= items; ++item) {
      x.insert(x.end(), size_t{kIn} * kPixels, static_cast<float>(item));
      for (int j = 0; j < kOut; ++j) {
        expected.insert(expected.end(), kPixels, static_cast<float>(item * j));
      }
    }
    void* input = nullptr;
    void* output = nullptr;
    ASSERT_EQ(cudaMalloc(&input, x.size() * sizeof(float)), cudaSuccess);
    ASSERT_EQ(cudaMalloc(&output, expected.size() * sizeof(float)), cudaSuccess);
    ASSERT_EQ(cudaMemcpy(input, x.data(), x.size() * sizeof(float), cudaMemcpyHostToDevice),
              cudaSuccess);
    EXPECT_TRUE(context->setInputShape("x", Parts::dims(items)) &&
                context->setTensorAddress("x", input) && context->setTensorAddress("y", output) &&
                context->enqueueV3(stream));
    stream.wait();
    std::vector<float> y(count * kOut * kPixels);
    ASSERT_EQ(cudaMemcpy(y.data(), output, y.size() * sizeof(float), cudaMemcpyDeviceToHost),
              cudaSuccess);
    for (size_t i = 0; i < y.size(); ++i) ASSERT_NEAR(y[i], expected[i], 1e-3) << i;
    EXPECT_EQ(cudaFree(input), cudaSuccess);
    EXPECT_EQ(cudaFree(output), cudaSuccess);
  }
}

}  // namespace
}  // namespace ingot::test
