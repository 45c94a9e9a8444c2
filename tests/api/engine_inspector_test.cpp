#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/api/build_fixture.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nlohmann::json;
using nvinfer1::ActivationType;
using nvinfer1::DimsHW;
using nvinfer1::ICudaEngine;
using nvinfer1::IEngineInspector;
using nvinfer1::IExecutionContext;
using nvinfer1::IRuntime;
using nvinfer1::ITensor;
using nvinfer1::OptProfileSelector;
using nvinfer1::PoolingType;
using Format = nvinfer1::LayerInformationFormat;
using Verbosity = nvinfer1::ProfilingVerbosity;

class EngineInspectorTest : public BuildTest {
 protected:
  using Runtime = std::unique_ptr<IRuntime>;
  using Engine = std::unique_ptr<ICudaEngine>;
  using Inspector = std::unique_ptr<IEngineInspector>;
  using Context = std::unique_ptr<IExecutionContext>;

  /// A convolution "conv" with a rectifier and a pooling "pool", with a batch of 1 to 4.
  Engine engine(Verbosity verbosity) {
    auto& network = explicit_batch();
    ITensor& x = input(network, {-1, 4, 8, 8});
    auto* conv = network.addConvolutionNd(x, 6, DimsHW(3, 3), weights(6 * 4 * 9), weights(6));
    conv->setName("conv");
    conv->setStrideNd(DimsHW(2, 1));
    auto* relu = network.addActivation(*conv->getOutput(0), ActivationType::kRELU);
    relu->setName("relu");
    conv->setMetadata("onnx: Conv");
    relu->setMetadata("onnx: Relu");
    auto* pool = network.addPoolingNd(*relu->getOutput(0), PoolingType::kMAX, DimsHW(3, 2));
    pool->setName("pool");
    pool->getOutput(0)->setName("y");
    network.markOutput(*pool->getOutput(0));
    const Config config = make_config();
    auto* profile = builder_.createOptimizationProfile();
    profile->setDimensions("data", OptProfileSelector::kMIN, dims({1, 4, 8, 8}));
    profile->setDimensions("data", OptProfileSelector::kOPT, dims({2, 4, 8, 8}));
    profile->setDimensions("data", OptProfileSelector::kMAX, dims({4, 4, 8, 8}));
    config->addOptimizationProfile(profile);
    config->setBuilderOptimizationLevel(0);
    config->setProfilingVerbosity(verbosity);
    const std::string plan = build(*config);
    return Engine(runtime_->deserializeCudaEngine(plan.data(), plan.size()));
  }

  static Inspector inspect(const ICudaEngine& engine) {
    return Inspector(engine.createEngineInspector());
  }
  static json layers_of(const IEngineInspector& inspector) {
    return json::parse(inspector.getEngineInformation(Format::kJSON))["Layers"];
  }
  static json layer_of_type(const IEngineInspector& inspector, const char* type) {
    for (const json& layer : layers_of(inspector)) {
      if (layer["LayerType"] == type) return layer;
    }
    return {};
  }

  const Runtime runtime_{nvinfer1::createInferRuntime(messages_)};
};

TEST_F(EngineInspectorTest, TheVerbosityIsThePlans) {
  for (const Verbosity verbosity :
       {Verbosity::kLAYER_NAMES_ONLY, Verbosity::kNONE, Verbosity::kDETAILED}) {
    EXPECT_EQ(engine(verbosity)->getProfilingVerbosity(), verbosity);
  }
  two_convolutions();
  const std::string plan = build(*make_config());
  EXPECT_EQ(
      Engine(runtime_->deserializeCudaEngine(plan.data(), plan.size()))->getProfilingVerbosity(),
      Verbosity::kLAYER_NAMES_ONLY);
}

TEST_F(EngineInspectorTest, NamesAlone) {
  const Engine named = engine(Verbosity::kLAYER_NAMES_ONLY);
  const Inspector inspector = inspect(*named);
  const json layers = layers_of(*inspector);
  ASSERT_EQ(layers.size(), static_cast<size_t>(named->getNbLayers()));
  EXPECT_NE(std::find(layers.begin(), layers.end(), json("conv + relu")), layers.end());
  std::string lines = "Layers:\n";
  for (int32_t i = 0; i < named->getNbLayers(); ++i) {
    const std::string line = inspector->getLayerInformation(i, Format::kONELINE);
    EXPECT_EQ(layers[static_cast<size_t>(i)], line);
    EXPECT_EQ(json::parse(inspector->getLayerInformation(i, Format::kJSON)), line);
    lines += line + "\n";
  }
  EXPECT_EQ(inspector->getEngineInformation(Format::kONELINE), lines + "\nBindings:\ndata\ny\n");
}

TEST_F(EngineInspectorTest, Nothing) {
  const Engine silent = engine(Verbosity::kNONE);
  const Inspector inspector = inspect(*silent);
  EXPECT_STREQ(inspector->getLayerInformation(0, Format::kONELINE), "");
  EXPECT_STREQ(inspector->getLayerInformation(0, Format::kJSON), "");
  EXPECT_STREQ(inspector->getEngineInformation(Format::kONELINE),
               "Layers:\n\nBindings:\ndata\ny\n");
  EXPECT_EQ(json::parse(inspector->getEngineInformation(Format::kJSON)),
            json::parse(R"({"Layers": [], "Bindings": ["data", "y"]})"));
  EXPECT_EQ(error(), "");
}

TEST_F(EngineInspectorTest, DetailsOfAConvolution) {
  const Engine detailed = engine(Verbosity::kDETAILED);
  const json conv = layer_of_type(*inspect(*detailed), "Convolution");
  EXPECT_EQ(conv["Name"], "conv + relu");
  EXPECT_EQ(conv["Kernel"], json({3, 3}));
  EXPECT_EQ(conv["Stride"], json({2, 1}));
  EXPECT_EQ(conv["PrePadding"], json({0, 0}));
  EXPECT_EQ(conv["OutMaps"], 6);
  EXPECT_EQ(conv["Groups"], 1);
  EXPECT_EQ(conv["Epilogue"].size(), 1U);
  EXPECT_EQ(conv["Metadata"], "onnx: Conv\x1eonnx: Relu");
  EXPECT_EQ(conv["Weights"], json::parse(R"({"Type": "Float", "Count": 222})"));
  EXPECT_NE(conv["TacticName"], "");
  EXPECT_EQ(conv["IsLaunchedWithPrevious"], false);
  ASSERT_EQ(conv["Inputs"].size(), 1U);
  EXPECT_EQ(conv["Inputs"][0]["Dimensions"], json({-1, 4, 8, 8}));
  EXPECT_EQ(conv["Inputs"][0]["Format/Datatype"], "Float");
  EXPECT_EQ(conv["Outputs"][0]["Dimensions"], json({-1, 6, 3, 6}));
}

TEST_F(EngineInspectorTest, DetailsOfAPoolingInOneLine) {
  const Engine detailed = engine(Verbosity::kDETAILED);
  const Inspector inspector = inspect(*detailed);
  const json pool = layer_of_type(*inspector, "Pooling");
  EXPECT_EQ(pool["PoolingType"], "max");
  EXPECT_EQ(pool["WindowSize"], json({3, 2}));
  EXPECT_FALSE(pool.contains("Weights"));
  const std::string lines = inspector->getEngineInformation(Format::kONELINE);
  EXPECT_NE(lines.find("Layer(Pooling): pool, Tactic: " + pool["TacticName"].get<std::string>()),
            std::string::npos)
      << lines;
  EXPECT_NE(lines.find("data (Float[-1,4,8,8])"), std::string::npos) << lines;
}

TEST_F(EngineInspectorTest, DimensionsAreThoseOfTheContextWhenAsked) {
  const Engine detailed = engine(Verbosity::kDETAILED);
  const Inspector inspector = inspect(*detailed);
  const Context context(detailed->createExecutionContext());
  EXPECT_EQ(inspector->getExecutionContext(), nullptr);
  EXPECT_TRUE(inspector->setExecutionContext(context.get()));
  EXPECT_EQ(inspector->getExecutionContext(), context.get());
  const auto batch = [&] {
    return layer_of_type(*inspector, "Convolution")["Outputs"][0]["Dimensions"][0];
  };
  EXPECT_EQ(batch(), -1);
  context->setInputShape("data", dims({3, 4, 8, 8}));
  EXPECT_EQ(batch(), 3);
  EXPECT_TRUE(inspector->setExecutionContext(nullptr));
  EXPECT_EQ(inspector->getExecutionContext(), nullptr);
  EXPECT_EQ(batch(), -1);
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
