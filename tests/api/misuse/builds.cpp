// Making networks and building them.
#include <ingot/ingot.h>
#include <ingot/onnx.h>

#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

using Batch = Workshop::Batch;
using nvinfer1::IBuilderConfig;
using nvinfer1::INetworkDefinition;
using nvinfer1::OptProfileSelector;

bool builds(Workshop& w, INetworkDefinition& network) {
  return std::unique_ptr<nvinfer1::IHostMemory>(
             w.builder->buildSerializedNetwork(network, *w.config)) != nullptr;
}

void set_profile(Workshop& w, const char* input, const nvinfer1::Dims& shape) {
  auto* profile = w.builder->createOptimizationProfile();
  profile->setDimensions(input, OptProfileSelector::kMIN, shape);
  profile->setDimensions(input, OptProfileSelector::kOPT, shape);
  profile->setDimensions(input, OptProfileSelector::kMAX, shape);
  w.config->addOptimizationProfile(profile);
}

/// A network of its own, with an input z [-1,4].
std::unique_ptr<INetworkDefinition> dynamic(Workshop& w) {
  std::unique_ptr<INetworkDefinition> network(w.builder->createNetworkV2(1));
  auto* z = network->addInput("z", nvinfer1::DataType::kFLOAT, dims({-1, 4}));
  network->markOutput(*network->addSoftMax(*z)->getOutput(0));
  return network;
}

bool builds_dynamic(Workshop& w) { return builds(w, *dynamic(w)); }

const std::vector<Misuse> kBuilds = {
    {"unknown creation flag",
     [](Workshop& w) { return w.builder->createNetworkV2(1U << 20U) == nullptr; },
     {"IBuilder::createNetworkV2", "there is no network creation flag 20"}},
    {"building null",
     [](Workshop& w) { return !builds(w, null_reference<INetworkDefinition>()); },
     {"IBuilder::buildSerializedNetwork", "the network is null"}},
    {"building with null settings",
     [](Workshop& w) {
       return w.builder->buildSerializedNetwork(*w.network, null_reference<IBuilderConfig>()) ==
              nullptr;
     },
     {"IBuilder::buildSerializedNetwork", "the configuration is null"}},
    {"building an engine of null",
     [](Workshop& w) {
       return w.builder->buildCudaEngine(null_reference<INetworkDefinition>()) == nullptr;
     },
     {"IBuilder::buildCudaEngine", "the network is null"}},
    {"building with settings of null",
     [](Workshop& w) {
       return w.builder->buildEngineWithConfig(*w.network, null_reference<IBuilderConfig>()) ==
              nullptr;
     },
     {"IBuilder::buildEngineWithConfig", "the configuration is null"}},
    {"asking whether null is supported",
     [](Workshop& w) {
       return !w.builder->isNetworkSupported(null_reference<INetworkDefinition>(), *w.config);
     },
     {"IBuilder::isNetworkSupported", "the network is null"}},
    {"building without an output",
     [](Workshop& w) { return !builds(w, *w.network); },
     {"the network has no output", "markOutput"}},
    {"outputs of one name",
     [](Workshop& w) {
       for (int i = 0; i < 2; ++i) {
         auto* prob = w.network->addSoftMax(*w.x)->getOutput(0);
         prob->setName("prob");
         w.network->markOutput(*prob);
       }
       return !builds(w, *w.network);
     },
     {"two inputs or outputs are named 'prob'"}},
    {"output without a name",
     [](Workshop& w) {
       auto* prob = w.network->addSoftMax(*w.x)->getOutput(0);
       prob->setName("");
       w.network->markOutput(*prob);
       return !builds(w, *w.network);
     },
     {"the name of an output is empty"}},
    {"building with a layer that is wrong",
     [](Workshop& w) {
       auto* layer = w.network->addSoftMax(*w.x);
       layer->setName("prob");
       layer->setAxes(16);
       w.network->markOutput(*layer->getOutput(0));
       return !builds(w, *w.network);
     },
     {"IBuilder::buildSerializedNetwork", "layer prob", "dimension 4 does not exist"}},
    {"building with weights that are too short",
     [](Workshop& w) {
       auto* conv = w.network->addConvolutionNd(*w.x, 4, dims({3, 3}), w.weights(12), no_weights());
       conv->setName("conv");
       w.network->markOutput(*conv->getOutput(0));
       return !builds(w, *w.network);
     },
     {"layer conv", "kernel weights", "expected 144 values (4 x 4 x 3 x 3), got 12"}},
    {"output of another type than the layer's",
     [](Workshop& w) {
       auto* layer = w.network->addSoftMax(*w.x);
       layer->setName("prob");
       layer->setOutputType(0, nvinfer1::DataType::kINT32);
       w.network->markOutput(*layer->getOutput(0));
       return !builds(w, *w.network);
     },
     {"layer prob", "f32", "kINT32", "identity"}},
    {"output of no linear format",
     [](Workshop& w) {
       auto* prob = w.network->addSoftMax(*w.x)->getOutput(0);
       prob->setName("prob");
       prob->setAllowedFormats(2);
       w.network->markOutput(*prob);
       return !builds(w, *w.network);
     },
     {"tensor 'prob'", "kLINEAR"}},
    {"extents given later without a profile",
     [](Workshop& w) { return !builds_dynamic(w); },
     {"input 'z'", "[z.0,4]", "add an optimization profile"}},
    {"profile without the input",
     [](Workshop& w) {
       set_profile(w, "other", dims({1, 4}));
       return !builds_dynamic(w);
     },
     {"input 'z'", "the profile has no dimensions for it"}},
    {"profile of another rank",
     [](Workshop& w) {
       set_profile(w, "z", dims({1, 4, 1}));
       return !builds_dynamic(w);
     },
     {"input 'z'", "of rank 3"}},
    {"profile against a fixed extent",
     [](Workshop& w) {
       set_profile(w, "z", dims({1, 5}));
       return !builds_dynamic(w);
     },
     {"extent 1 of input 'z'", "5", "fixed at 4"}},
    {"flags that contradict each other",
     [](Workshop& w) {
       w.config->setFlag(nvinfer1::BuilderFlag::kDISABLE_TIMING_CACHE);
       w.config->setFlag(nvinfer1::BuilderFlag::kERROR_ON_TIMING_CACHE_MISS);
       w.network->markOutput(*w.network->addSoftMax(*w.x)->getOutput(0));
       return !builds(w, *w.network);
     },
     {"kERROR_ON_TIMING_CACHE_MISS", "kDISABLE_TIMING_CACHE"}},
    {"saving a network nowhere",
     [](Workshop& w) { return !saveOnnx(*w.network, nullptr); },
     {"ingot::saveOnnx", "the path is null"}},
    {"saving a network for a negative batch",
     [](Workshop& w) { return !saveOnnx(*w.network, "x.onnx", OnnxStage::kPARSED, -1); },
     {"ingot::saveOnnx", "at least 0, got -1"}},
};

INGOT_MISUSES(Builds, kBuilds);

TEST(Misuse, NullLoggerGivesNoBuilderAndNoRuntime) {
  constexpr auto kVersion = static_cast<int32_t>(NV_TENSORRT_VERSION);
  EXPECT_EQ(createInferBuilder_INTERNAL(nullptr, kVersion), nullptr);
  EXPECT_EQ(createInferRuntime_INTERNAL(nullptr, kVersion), nullptr);
}

TEST(Misuse, WithoutWorkspaceABuildTakesWhatNeedsNone) {
  Log log;
  Recorder recorder;
  Workshop workshop(log, recorder);
  workshop.config->setMaxWorkspaceSize(0);
  const std::unique_ptr<INetworkDefinition> network(workshop.builder->createNetworkV2(1));
  workshop.define(*network, Batch::kFixed);
  EXPECT_TRUE(builds(workshop, *network));
  EXPECT_TRUE(log.errors.empty()) << log.errors[0];
}

TEST(Misuse, AfterAnErrorTheSameNetworkCanBeMended) {
  Log log;
  Recorder recorder;
  Workshop workshop(log, recorder);
  auto* layer = workshop.network->addSoftMax(*workshop.x);
  workshop.network->markOutput(*layer->getOutput(0));
  layer->setAxes(16);
  EXPECT_FALSE(builds(workshop, *workshop.network));
  layer->setAxes(2);
  EXPECT_TRUE(builds(workshop, *workshop.network));
}

}  // namespace
}  // namespace ingot::test
