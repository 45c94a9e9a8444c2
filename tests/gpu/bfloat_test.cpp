// bf16 as programs ask for it, on a device that has it and on one that does not.
#include <array>
#include <string>

#include "tests/load/small_network.h"

namespace ingot::test {
namespace {

/// One inference of an engine with the input x and the output y.
template <class T, size_t kSize>
std::array<T, kSize> inferred(nvinfer1::ICudaEngine& engine, const std::array<T, kSize>& x) {
  const auto context = own(engine.createExecutionContext());
  std::array<T, kSize> y{};
  void* input = nullptr;
  void* output = nullptr;
  EXPECT_EQ(cudaMalloc(&input, sizeof x), cudaSuccess);
  EXPECT_EQ(cudaMalloc(&output, sizeof y), cudaSuccess);
  EXPECT_EQ(cudaMemcpy(input, x.data(), sizeof x, cudaMemcpyHostToDevice), cudaSuccess);
  EXPECT_TRUE(context->setTensorAddress("x", input) && context->setTensorAddress("y", output));
  EXPECT_TRUE(context->enqueueV3(nullptr));
  EXPECT_EQ(cudaStreamSynchronize(nullptr), cudaSuccess);
  EXPECT_EQ(cudaMemcpy(y.data(), output, sizeof y, cudaMemcpyDeviceToHost), cudaSuccess);
  EXPECT_EQ(cudaFree(input), cudaSuccess);
  EXPECT_EQ(cudaFree(output), cudaSuccess);
  return y;
}

class BFloat16Network : public testing::Test {
 protected:
  void define(nvinfer1::NetworkDefinitionCreationFlags flags) {
    network_ = own(builder_->createNetworkV2(flags));
  }
  std::unique_ptr<nvinfer1::ICudaEngine> engine_of(nvinfer1::ITensor& y) {
    y.setName("y");
    network_->markOutput(y);
    const auto plan = own(builder_->buildSerializedNetwork(*network_, *config_));
    return own(runtime_->deserializeCudaEngine(plan->data(), plan->size()));
  }

  SilentLogger logger_;
  std::unique_ptr<nvinfer1::IBuilder> builder_ = own(nvinfer1::createInferBuilder(logger_));
  std::unique_ptr<nvinfer1::IRuntime> runtime_ = own(nvinfer1::createInferRuntime(logger_));
  std::unique_ptr<nvinfer1::IBuilderConfig> config_ = own(builder_->createBuilderConfig());
  std::unique_ptr<nvinfer1::INetworkDefinition> network_;
};

TEST_F(BFloat16Network, IsAllowedByAFlag) {
  constexpr int kChannels = 32;
  constexpr size_t kSize = size_t{kChannels} * 8 * 8;
  const std::vector<float> quarters(size_t{kChannels} * kChannels, 0.25F);
  const nvinfer1::Weights filters{nvinfer1::DataType::kFLOAT, quarters.data(),
                                  static_cast<int64_t>(quarters.size())};
  define(0);
  auto* x =
      network_->addInput("x", nvinfer1::DataType::kFLOAT, nvinfer1::Dims4(1, kChannels, 8, 8));
  auto* layer = network_->addConvolutionNd(*x, kChannels, nvinfer1::DimsHW(1, 1), filters, {});
  layer->setPrecision(nvinfer1::DataType::kBF16);
  config_->setFlag(nvinfer1::BuilderFlag::kBF16);
  config_->setFlag(nvinfer1::BuilderFlag::kOBEY_PRECISION_CONSTRAINTS);
  config_->setProfilingVerbosity(nvinfer1::ProfilingVerbosity::kDETAILED);
  const auto engine = engine_of(*layer->getOutput(0));
  const auto inspector = own(engine->createEngineInspector());
  const std::string text = inspector->getEngineInformation(nvinfer1::LayerInformationFormat::kJSON);
  EXPECT_EQ(text.find("BFloat16") != std::string::npos, builder_->platformHasTf32()) << text;
  std::array<float, kSize> ones{};
  ones.fill(1);
  std::array<float, kSize> eights{};
  eights.fill(8);
  EXPECT_EQ(inferred(*engine, ones), eights);
}

TEST_F(BFloat16Network, MayDeclareItsTensorsSo) {
  constexpr uint16_t kThreeHalves = 0x3FC0, kThree = 0x4040, kMinusTwo = 0xC000;
  define(1U << static_cast<uint32_t>(nvinfer1::NetworkDefinitionCreationFlag::kSTRONGLY_TYPED));
  auto* x = network_->addInput("x", nvinfer1::DataType::kBF16, nvinfer1::Dims4(1, 2, 1, 3));
  auto* relu = network_->addActivation(*x, nvinfer1::ActivationType::kRELU)->getOutput(0);
  auto* sum = network_->addElementWise(*relu, *x, nvinfer1::ElementWiseOperation::kSUM);
  const auto engine = engine_of(*sum->getOutput(0));
  EXPECT_EQ(engine->getTensorDataType("y"), nvinfer1::DataType::kBF16);
  EXPECT_EQ(inferred(*engine, std::array<uint16_t, 6>{kThreeHalves, kMinusTwo, 0, kMinusTwo, 0,
                                                      kThreeHalves}),
            (std::array<uint16_t, 6>{kThree, kMinusTwo, 0, kMinusTwo, 0, kThree}));
}

}  // namespace
}  // namespace ingot::test
