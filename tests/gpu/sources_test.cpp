// Whose tactics a build measures.
#include <ingot/device.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "tests/load/small_network.h"

namespace ingot::test {
namespace {

/// Counts measurements of tactics whose names begin with a word.
class Measured : public nvinfer1::ILogger {
 public:
  void log(Severity, const char* message) noexcept override {
    const std::string text = message;
    if (text.rfind("measured ", 0) != 0) return;
    cublaslt += text.find("cublaslt_") != std::string::npos ? 1 : 0;
    cudnn += text.find("cudnn_") != std::string::npos ? 1 : 0;
  }
  int cublaslt = 0;
  int cudnn = 0;
};

/// What a build with these sources measures for a convolution of a 1x1 window, in half precision.
Measured measured(nvinfer1::TacticSources sources) {
  constexpr int kChannels = 64;
  Measured measured;
  const std::vector<float> ones(size_t{kChannels} * kChannels, 1);
  const nvinfer1::Weights filters{nvinfer1::DataType::kFLOAT, ones.data(),
                                  static_cast<int64_t>(ones.size())};
  const auto builder = own(nvinfer1::createInferBuilder(measured));
  const auto network = own(builder->createNetworkV2(0));
  auto* x =
      network->addInput("x", nvinfer1::DataType::kFLOAT, nvinfer1::Dims4(8, kChannels, 16, 16));
  x = network->addConvolutionNd(*x, kChannels, nvinfer1::DimsHW(1, 1), filters, {})->getOutput(0);
  network->markOutput(*x);
  const auto config = own(builder->createBuilderConfig());
  config->setFlag(nvinfer1::BuilderFlag::kFP16);
  EXPECT_TRUE(config->setTacticSources(sources));
  EXPECT_NE(own(builder->buildSerializedNetwork(*network, *config)), nullptr);
  return measured;
}

nvinfer1::TacticSources bit(nvinfer1::TacticSource source) {
  return 1U << static_cast<uint32_t>(source);
}

TEST(TacticSources, AreThoseOfTheConfiguration) {
  const Measured none = measured(0);
  EXPECT_EQ(none.cublaslt, 0);
  EXPECT_EQ(none.cudnn, 0);
  const Measured cublaslt = measured(bit(nvinfer1::TacticSource::kCUBLAS_LT));
  EXPECT_EQ(cublaslt.cudnn, 0);
  const Measured cudnn = measured(bit(nvinfer1::TacticSource::kCUDNN));
  EXPECT_EQ(cudnn.cublaslt, 0);
  const char* libraries = std::getenv("INGOT_NVIDIA_LIBRARIES");
  if (std::string(chosenDevice()) == "cpu" || libraries == nullptr || *libraries == '\0') return;
  EXPECT_GT(cublaslt.cublaslt, 0);
  EXPECT_GT(cudnn.cudnn, 0);
}

}  // namespace
}  // namespace ingot::test
