#include "networks.h"

#include <cstdint>
#include <functional>
#include <iterator>
#include <vector>

#include "support.h"

namespace {

using nvinfer1::INetworkDefinition;
using nvinfer1::ITensor;
using nvinfer1::Weights;

/// The network that `add` makes, which returns y.
Plan build(nvinfer1::IBuilder& builder, const std::function<ITensor*(INetworkDefinition&)>& add) {
  constexpr auto kExplicit =
      1U << static_cast<uint32_t>(nvinfer1::NetworkDefinitionCreationFlag::kEXPLICIT_BATCH);
  const std::unique_ptr<INetworkDefinition> network(builder.createNetworkV2(kExplicit));
  const std::unique_ptr<nvinfer1::IBuilderConfig> config(builder.createBuilderConfig());
  ITensor* y = add(*network);
  y->setName("y");
  network->markOutput(*y);
  Plan plan(builder.buildSerializedNetwork(*network, *config));
  require(plan != nullptr, "a network cannot be built");
  return plan;
}

ITensor* input(INetworkDefinition& network, const nvinfer1::Dims& dims) {
  return network.addInput("x", nvinfer1::DataType::kFLOAT, dims);
}

Weights first(const std::vector<float>& values, int64_t count) {
  return {nvinfer1::DataType::kFLOAT, values.data(), count};
}

}  // namespace

Plan build_softmaxes(nvinfer1::IBuilder& builder, int steps) {
  return build(builder, [steps](INetworkDefinition& network) {
    ITensor* x = input(network, nvinfer1::Dims2(1, 4));
    for (int i = 0; i < steps; ++i) x = network.addSoftMax(*x)->getOutput(0);
    return x;
  });
}

Plan build_products(nvinfer1::IBuilder& builder, int steps) {
  constexpr int kProducts = 8;
  constexpr int kSize = 64;
  const std::vector<float> values(size_t{kProducts} * kSize * kSize, 1.0F / kSize);
  return build(builder, [&](INetworkDefinition& network) {
    constexpr auto kAsItIs = nvinfer1::MatrixOperation::kNONE;
    ITensor* x = input(network, nvinfer1::Dims3(kProducts, 1, kSize));
    ITensor* matrices = network
                            .addConstant(nvinfer1::Dims3(kProducts, kSize, kSize),
                                         first(values, std::ssize(values)))
                            ->getOutput(0);
    for (int i = 0; i < steps; ++i) {
      x = network.addMatrixMultiply(*x, kAsItIs, *matrices, kAsItIs)->getOutput(0);
    }
    return x;
  });
}

Plan build_lenet(nvinfer1::IBuilder& builder) {
  const std::vector<float> values(size_t{500} * 800, 0.01F);  // as many as the largest layer reads
  return build(builder, [&](INetworkDefinition& network) {
    const auto some = [&](int64_t count) { return first(values, count); };
    const auto convolve = [&](ITensor& x, int inputs, int outputs) {
      ITensor* convolved =
          network
              .addConvolutionNd(x, outputs, nvinfer1::Dims2(5, 5),
                                some(int64_t{25} * inputs * outputs), some(outputs))
              ->getOutput(0);
      nvinfer1::IPoolingLayer* pool =
          network.addPoolingNd(*convolved, nvinfer1::PoolingType::kMAX, nvinfer1::Dims2(2, 2));
      pool->setStrideNd(nvinfer1::Dims2(2, 2));
      return pool->getOutput(0);
    };
    const auto connect = [&](ITensor& x, int inputs, int outputs) {
      return network.addFullyConnected(x, outputs, some(int64_t{inputs} * outputs), some(outputs))
          ->getOutput(0);
    };
    ITensor* x = input(network, nvinfer1::Dims4(1, 1, 28, 28));
    x = connect(*convolve(*convolve(*x, 1, 20), 20, 50), 800, 500);
    x = network.addActivation(*x, nvinfer1::ActivationType::kRELU)->getOutput(0);
    return network.addSoftMax(*connect(*x, 500, 10))->getOutput(0);
  });
}
