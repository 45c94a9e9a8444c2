#include "ops/deconvolution.h"

#include "api/layers/kernel.h"
#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

class DeconvolutionLayer final : public KernelLayer<nvinfer1::IDeconvolutionLayer> {
 public:
  DeconvolutionLayer(LayerOrigin origin, Extent output_maps, const Dims& window, Weights kernel,
                     Weights bias)
      : KernelLayer(std::move(origin), nvinfer1::LayerType::kDECONVOLUTION, "Deconvolution",
                    output_maps, window, kernel, bias) {}

 private:
  std::vector<ir::Value> lower(Lowering& lowering) const override {
    ops::Deconvolution op;
    set_kernel(op);
    const int64_t channels = input_channels(lowering);
    return {lowering.apply(ir::Op(op), operands(lowering, channels, output_maps_ / groups_))};
  }
};

}  // namespace

nvinfer1::IDeconvolutionLayer* Network::addDeconvolutionNd(ITensor& input, Extent nbOutputMaps,
                                                           const Dims& kernelSize,
                                                           Weights kernelWeights,
                                                           Weights biasWeights) {
  return add<DeconvolutionLayer>("INetworkDefinition::addDeconvolution", {&input}, nbOutputMaps,
                                 kernelSize, kernelWeights, biasWeights);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
