#pragma once

#include "tests/api/network_fixture.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Builds a network whose layers have several tactics.
class BuildTest : public NetworkTest {
 protected:
  using Config = std::unique_ptr<nvinfer1::IBuilderConfig>;
  using Memory = std::unique_ptr<nvinfer1::IHostMemory>;

  Config make_config() { return Config(builder_.createBuilderConfig()); }

  nvinfer1::INetworkDefinition& two_convolutions() {
    auto& network = explicit_batch();
    nvinfer1::ITensor* x = &input(network, {1, 16, 12, 12});
    for (int i = 0; i < 2; ++i) {
      x = network
              .addConvolutionNd(*x, 16, nvinfer1::DimsHW(3, 3), weights(16 * 16 * 9), weights(16))
              ->getOutput(0);
    }
    network.markOutput(*x);
    return network;
  }

  static std::string bytes_of(const nvinfer1::IHostMemory& memory) {
    return {static_cast<const char*>(memory.data()), memory.size()};
  }

  /// The plan's bytes; empty after an error.
  std::string build(nvinfer1::IBuilderConfig& config) {
    const Memory plan(builder_.buildSerializedNetwork(*network_, config));
    return plan == nullptr ? "" : bytes_of(*plan);
  }
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
