#pragma once

#include <cmath>
#include <optional>

#include "tests/gpu/batch.h"

namespace ingot::test {

/// x [n,32,7,7] to y: convolutions of x with windows of several sizes, their concatenation, and of
/// that one that picks channels. Where all of x are v, channel k of part p has v·(4p + k mod 4),
/// and channel j of y, of which there are four a part, v·j.
class Parts {
 public:
  static constexpr int kIn = 32;    ///< channels of x
  static constexpr int kPart = 64;  ///< channels of each part
  static constexpr int kSide = 7;
  static constexpr int kPixels = kSide * kSide;

  /// `likely`: the batch that tactics are measured at.
  Parts(std::vector<int> windows, int likely) : windows_(std::move(windows)), likely_(likely) {
    for (size_t part = 0; part < windows_.size(); ++part) {
      filters_.push_back(filters(4 * static_cast<int>(part), windows_[part] * windows_[part]));
    }
    picks_.resize(static_cast<size_t>(num_channels()) * windows_.size() * kPart);
    for (size_t j = 0; j < static_cast<size_t>(num_channels()); ++j) {
      picks_[j * windows_.size() * kPart + 16 * j + j % 4] = 1;
    }
  }

  int num_channels() const { return 4 * static_cast<int>(windows_.size()); }  ///< of y

  /// In half precision, with tactics of these sources, or of all.
  std::unique_ptr<nvinfer1::IHostMemory> build(
      std::optional<nvinfer1::TacticSources> sources = std::nullopt) const {
    SilentLogger logger;
    const auto builder = own(nvinfer1::createInferBuilder(logger));
    const auto network = own(builder->createNetworkV2(0));
    auto* x = network->addInput("x", nvinfer1::DataType::kFLOAT, dims(-1));
    std::vector<nvinfer1::ITensor*> parts;
    for (size_t part = 0; part < windows_.size(); ++part) {
      parts.push_back(convolution(*network, *x, kPart, windows_[part], filters_[part]));
    }
    auto* joined = network->addConcatenation(parts.data(), static_cast<int32_t>(parts.size()));
    auto* y = convolution(*network, *joined->getOutput(0), num_channels(), 1, picks_);
    y->setName("y");
    network->markOutput(*y);
    const auto config = own(builder->createBuilderConfig());
    config->setFlag(nvinfer1::BuilderFlag::kFP16);
    config->setFlag(nvinfer1::BuilderFlag::kPREFER_PRECISION_CONSTRAINTS);
    config->setProfilingVerbosity(nvinfer1::ProfilingVerbosity::kDETAILED);
    if (sources) {
      EXPECT_TRUE(config->setTacticSources(*sources));
    }
    using Select = nvinfer1::OptProfileSelector;
    auto* profile = builder->createOptimizationProfile();
    EXPECT_TRUE(profile->setDimensions("x", Select::kMIN, dims(1)));
    EXPECT_TRUE(profile->setDimensions("x", Select::kOPT, dims(likely_)));
    EXPECT_TRUE(profile->setDimensions("x", Select::kMAX, dims(kMostItems)));
    config->addOptimizationProfile(profile);
    return own(builder->buildSerializedNetwork(*network, *config));
  }

  /// Whether runs of so many items, with the values 1, 2…, give what they should.
  bool is_right(nvinfer1::IExecutionContext& context, int items) const {
    std::vector<float> x, expected;
    for (int item = 1; item <= items; ++item) {
      x.insert(x.end(), size_t{kIn} * kPixels, static_cast<float>(item));
      for (int j = 0; j < num_channels(); ++j) {
        expected.insert(expected.end(), kPixels, static_cast<float>(item * j));
      }
    }
    void* input = nullptr;
    void* output = nullptr;
    EXPECT_EQ(cudaMalloc(&input, x.size() * sizeof(float)), cudaSuccess);
    EXPECT_EQ(cudaMalloc(&output, expected.size() * sizeof(float)), cudaSuccess);
    EXPECT_EQ(cudaMemcpy(input, x.data(), x.size() * sizeof(float), cudaMemcpyHostToDevice),
              cudaSuccess);
    EXPECT_TRUE(context.setInputShape("x", dims(items)) && context.setTensorAddress("x", input) &&
                context.setTensorAddress("y", output));
    const TestStream stream;
    bool is_right = true;
    for (int run = 0; run < kRuns; ++run) {
      EXPECT_EQ(cudaMemset(output, 0xff, expected.size() * sizeof(float)), cudaSuccess);
      EXPECT_EQ(cudaDeviceSynchronize(), cudaSuccess);
      EXPECT_TRUE(context.enqueueV3(stream));
      stream.wait();
      std::vector<float> y(expected.size());
      EXPECT_EQ(cudaMemcpy(y.data(), output, y.size() * sizeof(float), cudaMemcpyDeviceToHost),
                cudaSuccess);
      for (size_t i = 0; i < y.size(); ++i) {
        is_right = is_right && std::abs(y[i] - expected[i]) <= 1e-3F;
      }
    }
    EXPECT_EQ(cudaFree(input), cudaSuccess);
    EXPECT_EQ(cudaFree(output), cudaSuccess);
    return is_right;
  }

 private:
  static constexpr int kRuns = 3;  // the first one is recorded

  static nvinfer1::Dims4 dims(int batch) { return {batch, kIn, kSide, kSide}; }

  static nvinfer1::ITensor* convolution(nvinfer1::INetworkDefinition& network, nvinfer1::ITensor& x,
                                        int filters, int window,
                                        const std::vector<float>& weights) {
    const nvinfer1::Weights kernel{nvinfer1::DataType::kFLOAT, weights.data(),
                                   static_cast<int64_t>(weights.size())};
    auto* layer =
        network.addConvolutionNd(x, filters, nvinfer1::DimsHW(window, window), kernel, {});
    layer->setPaddingNd(nvinfer1::DimsHW(window / 2, window / 2));
    layer->setPrecision(nvinfer1::DataType::kHALF);
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

  std::vector<int> windows_;
  int likely_;
  std::vector<std::vector<float>> filters_;
  std::vector<float> picks_;
};

}  // namespace ingot::test
