#include "ops/convolution.h"

#include "api/layers/kernel.h"
#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

class ConvolutionLayer final : public KernelLayer<nvinfer1::IConvolutionLayer> {
 public:
  ConvolutionLayer(LayerOrigin origin, Extent output_maps, const Dims& window, Weights kernel,
                   Weights bias)
      : KernelLayer(std::move(origin), nvinfer1::LayerType::kCONVOLUTION, "Convolution",
                    output_maps, window, kernel, bias) {}

 private:
  std::vector<ir::Value> lower(Lowering& lowering) const override {
    ops::Convolution op;
    set_kernel(op);
    const int64_t channels = input_channels(lowering);
    return {lowering.apply(ir::Op(op), operands(lowering, output_maps_, channels / groups_))};
  }
};

}  // namespace

nvinfer1::IConvolutionLayer* Network::addConvolutionNd(ITensor& input, Extent nbOutputMaps,
                                                       const Dims& kernelSize,
                                                       Weights kernelWeights, Weights biasWeights) {
  return add<ConvolutionLayer>("INetworkDefinition::addConvolution", {&input}, nbOutputMaps,
                               kernelSize, kernelWeights, biasWeights);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
