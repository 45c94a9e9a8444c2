#include "base/text.h"
#include "caffe/layer_registry.h"
#include "caffe/model/layer_text.h"
#include "caffe/pieces.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

nvinfer1::ITensor& window_means(const Layer& layer, nvinfer1::ITensor& tensor, int64_t size) {
  const std::vector<int64_t> sizes(2, size);
  const std::vector<int64_t> pads(2, (size - 1) / 2);
  auto* pooling =
      layer.network().addPoolingNd(tensor, nvinfer1::PoolingType::kAVERAGE, to_dims(sizes));
  if (pooling != nullptr) {
    pooling->setStrideNd(to_dims(std::vector<int64_t>{1, 1}));
    pooling->setPaddingNd(to_dims(pads));
    pooling->setAverageCountExcludesPadding(false);
  }
  return layer.output(pooling, "mean");
}

/// x * (1 + alpha * mean of the squares in the window)^-beta. Caffe has 1 here whatever k is.
nvinfer1::ITensor& within_channel(const Layer& layer, const proto::LRNParameter& parameter) {
  using nvinfer1::ElementWiseOperation;
  nvinfer1::ITensor& x = layer.bottom();
  nvinfer1::ITensor& squares = combine(layer, x, x, ElementWiseOperation::kPROD, "square");
  nvinfer1::ITensor& means = window_means(layer, squares, parameter.local_size());
  nvinfer1::ITensor& factors =
      scale_uniform(layer, means, parameter.alpha(), 1, -parameter.beta(), "factor");
  return combine(layer, x, factors, ElementWiseOperation::kPROD);
}

void convert_lrn(Layer& layer) {
  layer.expect(1, 1);
  const auto& parameter = layer.parameter().lrn_param();
  if (layer.rank() != 4) {
    layer.refuse(str("needs a bottom of 4 axes, not ", shape_text(layer.shape())));
  }
  if (parameter.local_size() % 2 == 0) {
    layer.refuse(str("local_size must be odd, not ", parameter.local_size()));
  }
  if (parameter.norm_region() == proto::LRNParameter::WITHIN_CHANNEL) {
    return layer.set_top(within_channel(layer, parameter));
  }
  layer.set_top(layer.output(layer.network().addLRN(
      layer.bottom(), static_cast<nvinfer1::impl::Extent>(parameter.local_size()),
      parameter.alpha(), parameter.beta(), parameter.k())));
}

CAFFE_LAYER("LRN", convert_lrn);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
