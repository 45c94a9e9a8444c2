#include "tests/api/misuse/workshop.h"

#include <algorithm>
#include <array>

namespace ingot::test {
namespace {

constexpr uint32_t kExplicitBatch =
    1U << static_cast<uint32_t>(nvinfer1::NetworkDefinitionCreationFlag::kEXPLICIT_BATCH);
constexpr auto kFloat = nvinfer1::DataType::kFLOAT;

/// All filters and biases are 1/4: of ones, the first convolution makes 9.25, the second 83.25.
constexpr float kWeight = 0.25F, kAnswer = 83.25F;

}  // namespace

nvinfer1::Dims dims(std::initializer_list<nvinfer1::impl::Extent> extents) {
  nvinfer1::Dims result{};
  for (const auto extent : extents) result.d[result.nbDims++] = extent;
  return result;
}

Workshop::Workshop(Log& log_, Recorder& recorder_)
    : log(log_),
      recorder(recorder_),
      builder(nvinfer1::createInferBuilder(log)),
      runtime(nvinfer1::createInferRuntime(log)) {
  builder->setErrorRecorder(&recorder);
  runtime->setErrorRecorder(&recorder);
  config.reset(builder->createBuilderConfig());
  config->setBuilderOptimizationLevel(0);
  network.reset(builder->createNetworkV2(kExplicitBatch));
  other.reset(builder->createNetworkV2(kExplicitBatch));
  implicit.reset(builder->createNetwork());
  x = network->addInput("x", kFloat, dims({1, 4, 8, 8}));
  foreign = other->addInput("x", kFloat, dims({1, 4, 8, 8}));
  unbatched = implicit->addInput("x", kFloat, dims({4, 8, 8}));
}

nvinfer1::Weights Workshop::weights(int64_t count) {
  const auto& values = values_.emplace_back(static_cast<size_t>(count), kWeight);
  return {kFloat, values.data(), count};
}

void Workshop::define(nvinfer1::INetworkDefinition& target, Batch batch) {
  const auto shape = batch == Batch::kImplicit  ? dims({4, 8, 8})
                     : batch == Batch::kDynamic ? dims({-1, 4, 8, 8})
                                                : dims({1, 4, 8, 8});
  const nvinfer1::DimsHW window(3, 3);
  auto* value = target.addInput("x", kFloat, shape);
  auto* conv = target.addConvolutionNd(*value, 4, window, weights(144), weights(4));
  conv->setName("conv");
  value = target.addActivation(*conv->getOutput(0), nvinfer1::ActivationType::kRELU)->getOutput(0);
  auto* pool = target.addPoolingNd(*value, nvinfer1::PoolingType::kMAX, nvinfer1::DimsHW(2, 2));
  pool->setStrideNd(nvinfer1::DimsHW(2, 2));
  value = pool->getOutput(0);
  value = target.addConvolutionNd(*value, 4, window, weights(144), no_weights())->getOutput(0);
  value->setName("y");
  target.markOutput(*value);
}

std::unique_ptr<nvinfer1::IHostMemory> Workshop::plan(Batch batch) {
  const bool is_implicit = batch == Batch::kImplicit;
  const std::unique_ptr<nvinfer1::INetworkDefinition> good(
      is_implicit ? builder->createNetwork() : builder->createNetworkV2(kExplicitBatch));
  define(*good, batch);
  const std::unique_ptr<nvinfer1::IBuilderConfig> settings(builder->createBuilderConfig());
  settings->setBuilderOptimizationLevel(0);
  if (is_implicit) builder->setMaxBatchSize(4);
  if (batch == Batch::kDynamic) {
    auto* profile = builder->createOptimizationProfile();
    profile->setDimensions("x", nvinfer1::OptProfileSelector::kMIN, dims({1, 4, 8, 8}));
    profile->setDimensions("x", nvinfer1::OptProfileSelector::kOPT, dims({2, 4, 8, 8}));
    profile->setDimensions("x", nvinfer1::OptProfileSelector::kMAX, dims({4, 4, 8, 8}));
    settings->addOptimizationProfile(profile);
  }
  return std::unique_ptr<nvinfer1::IHostMemory>(builder->buildSerializedNetwork(*good, *settings));
}

std::unique_ptr<nvinfer1::ICudaEngine> Workshop::engine(Batch batch) {
  const auto bytes = plan(batch);
  return std::unique_ptr<nvinfer1::ICudaEngine>(
      runtime->deserializeCudaEngine(bytes->data(), bytes->size()));
}

bool Workshop::works() {
  const auto good = engine(Batch::kFixed);
  if (good == nullptr) return false;
  const std::unique_ptr<nvinfer1::IExecutionContext> context(good->createExecutionContext());
  std::array<float, 256> from{};
  std::array<float, 4> to{};
  from.fill(1);
  std::array<void*, 2> bindings{from.data(), to.data()};
  return context != nullptr && context->executeV2(bindings.data()) &&
         std::all_of(to.begin(), to.end(), [](float value) { return value == kAnswer; });
}

}  // namespace ingot::test
