#include "ops/fully_connected.h"

#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

class FullyConnectedLayer final : public LayerOf<nvinfer1::IFullyConnectedLayer> {
 public:
  using Weights = nvinfer1::Weights;

  FullyConnectedLayer(LayerOrigin origin, int32_t outputs, Weights kernel, Weights bias)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kFULLY_CONNECTED, "Fully Connected"),
        num_outputs_(checked_outputs(outputs)),
        kernel_(kernel),
        bias_(bias) {}

  void setNbOutputChannels(int32_t nbOutputs) override {
    change("IFullyConnectedLayer::setNbOutputChannels",
           [&] { num_outputs_ = checked_outputs(nbOutputs); });
  }
  int32_t getNbOutputChannels() const override { return num_outputs_; }
  void setKernelWeights(Weights weights) override {
    change("IFullyConnectedLayer::setKernelWeights", [&] {
      check_weights(weights, "kernel");
      kernel_ = weights;
    });
  }
  Weights getKernelWeights() const override { return kernel_; }
  void setBiasWeights(Weights weights) override {
    change("IFullyConnectedLayer::setBiasWeights", [&] {
      check_weights(weights, "bias");
      bias_ = weights;
    });
  }
  Weights getBiasWeights() const override { return bias_; }

 private:
  static int32_t checked_outputs(int32_t outputs) {
    require(outputs >= 1, ErrorCode::kInvalidArgument,
            [&] { return str("expected at least one output, got ", outputs); });
    return outputs;
  }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    const ir::Value x = lowering.input();
    lowering.expect_least_rank(x, 3);
    const ir::TensorType& type = lowering.type(x);
    const ir::DataType data_type = type.data_type;
    ir::Dim elements = 1;
    for (size_t axis = type.shape.size() - 3; axis < type.shape.size(); ++axis) {
      elements = elements * lowering.extent(x, axis, "elements of the last three dimensions");
    }
    std::vector<ir::Value> operands{
        x, lowering.weights(kernel_, {num_outputs_, elements.value()}, data_type, "kernel")};
    if (bias_.count != 0) {
      operands.push_back(lowering.weights(bias_, {num_outputs_}, data_type, "bias"));
    }
    return {lowering.apply(ir::Op(ops::FullyConnected{}), std::move(operands))};
  }

  int32_t num_outputs_;
  Weights kernel_, bias_;
};

}  // namespace

nvinfer1::IFullyConnectedLayer* Network::addFullyConnected(ITensor& input, int32_t nbOutputs,
                                                           Weights kernelWeights,
                                                           Weights biasWeights) {
  return add<FullyConnectedLayer>("INetworkDefinition::addFullyConnected", {&input}, nbOutputs,
                                  kernelWeights, biasWeights);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
