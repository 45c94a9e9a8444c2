#include "base/text.h"
#include "caffe/layer_registry.h"
#include "caffe/pieces.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::ActivationType;

void activate(Layer& layer, ActivationType type, float alpha = 0, float beta = 0) {
  layer.expect(1, 1);
  auto* activation = layer.network().addActivation(layer.bottom(), type);
  if (activation != nullptr) {
    activation->setAlpha(alpha);
    activation->setBeta(beta);
  }
  layer.set_top(layer.output(activation));
}

void convert_relu(Layer& layer) {
  const float slope = layer.parameter().relu_param().negative_slope();
  if (slope == 0) return activate(layer, ActivationType::kRELU);
  activate(layer, ActivationType::kLEAKY_RELU, slope);
}

void convert_elu(Layer& layer) {
  activate(layer, ActivationType::kELU, layer.parameter().elu_param().alpha());
}

void convert_sigmoid(Layer& layer) { activate(layer, ActivationType::kSIGMOID); }

void convert_tanh(Layer& layer) { activate(layer, ActivationType::kTANH); }

/// log(1 + exp(x))
void convert_bnll(Layer& layer) { activate(layer, ActivationType::kSOFTPLUS, 1, 1); }

void convert_clip(Layer& layer) {
  const auto& parameter = layer.parameter().clip_param();
  if (!parameter.has_min() || !parameter.has_max()) layer.refuse("clip_param needs min and max");
  activate(layer, ActivationType::kCLIP, parameter.min(), parameter.max());
}

void convert_prelu(Layer& layer) {
  layer.expect(1, 1);
  const int64_t channels = layer.channels();
  const bool shared = layer.parameter().prelu_param().channel_shared();
  const auto slopes = layer.values(0, {shared ? 1 : channels}, {0.25F, 0.1F});
  nvinfer1::Dims dims = layer.bottom().getDimensions();
  for (int i = 0; i < dims.nbDims; ++i) dims.d[i] = 1;
  if (!shared) dims.d[layer.tensor_axis(1)] = static_cast<nvinfer1::impl::Extent>(channels);
  nvinfer1::ITensor& slope = constant(layer, dims, slopes, "slope");
  layer.set_top(layer.output(layer.network().addParametricReLU(layer.bottom(), slope)));
}

CAFFE_LAYER("ReLU", convert_relu);
CAFFE_LAYER("PReLU", convert_prelu);
CAFFE_LAYER("ELU", convert_elu);
CAFFE_LAYER("Sigmoid", convert_sigmoid);
CAFFE_LAYER("TanH", convert_tanh);
CAFFE_LAYER("BNLL", convert_bnll);
CAFFE_LAYER("Clip", convert_clip);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
