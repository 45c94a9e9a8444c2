#include "ops/parametric_relu.h"

#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

class ParametricReLULayer final : public LayerOf<nvinfer1::IParametricReLULayer> {
 public:
  explicit ParametricReLULayer(LayerOrigin origin)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kPARAMETRIC_RELU, "Parametric ReLU") {}

 private:
  std::vector<ir::Value> lower(Lowering& lowering) const override {
    const ir::Value x = lowering.input(0);
    const ir::Value slope = lowering.input(1);
    lowering.expect_same_rank(x, slope);
    return {lowering.apply(ir::Op(ops::ParametricRelu{}), {x, slope})};
  }
};

}  // namespace

nvinfer1::IParametricReLULayer* Network::addParametricReLU(ITensor& input, ITensor& slope) {
  return add<ParametricReLULayer>("INetworkDefinition::addParametricReLU", {&input, &slope});
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
