#include "base/text.h"
#include "caffe/layer_registry.h"
#include "caffe/model/layer_text.h"
#include "caffe/model/pooled_extent.h"
#include "caffe/model/window.h"
#include "caffe/pieces.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

using proto::PoolingParameter;

bool rounds_up(const PoolingParameter& parameter) {
  return parameter.round_mode() == PoolingParameter::CEIL && !parameter.torch_pooling();
}

nvinfer1::PoolingType type_of(const Layer& layer) {
  switch (layer.parameter().pooling_param().pool()) {
    case PoolingParameter::MAX: return nvinfer1::PoolingType::kMAX;
    case PoolingParameter::AVE: return nvinfer1::PoolingType::kAVERAGE;
    default: layer.refuse("stochastic pooling is not possible; MAX and AVE are");
  }
}

/// The window without what lies beyond the padded image: all of it is one window, where Caffe
/// rounds up to one.
Window within_image(const Layer& layer, Window window, bool round_up) {
  for (size_t i = 0; i < 2 && round_up; ++i) {
    const int64_t padded = layer.shape()[i + 2] + 2 * window.pad[i];
    const bool cut = window.kernel[i] > padded && window.kernel[i] < padded + window.stride[i];
    if (cut) window.kernel[i] = padded;
  }
  return window;
}

/// Caffe's shape of the top; refuses windows that would lie outside of the image.
Shape pooled_shape(const Layer& layer, const Window& window, bool round_up) {
  Shape shape = layer.shape();
  for (size_t i = 0; i < 2; ++i) {
    const PoolingAxis axis{shape[i + 2], window.kernel[i], window.stride[i], window.pad[i]};
    const int64_t pooled = pooled_extent(axis, round_up);
    if (pooled < 1 || (pooled - 1) * axis.stride >= axis.extent + axis.pad) {
      layer.refuse(str("a kernel of ", axis.kernel, " with stride ", axis.stride, " and pad ",
                       axis.pad, " does not fit an extent of ", axis.extent));
    }
    shape[i + 2] = pooled;
  }
  return shape;
}

void check_shape(const Layer& layer, const nvinfer1::ITensor& tensor, const Shape& expected) {
  const Shape shape = layer.conversion().shape_of({&const_cast<nvinfer1::ITensor&>(tensor), 4});
  if (shape != expected) {
    layer.refuse(str("gives ", shape_text(shape), " in the network, but ", shape_text(expected),
                     " in Caffe"));
  }
}

void convert_pooling(Layer& layer) {
  layer.expect(1, 1);
  if (layer.rank() != 4) {
    layer.refuse(str("needs a bottom of 4 axes, not ", shape_text(layer.shape())));
  }
  const auto& parameter = layer.parameter().pooling_param();
  const bool round_up = rounds_up(parameter);
  const Window window =
      within_image(layer, pooling_window(parameter, layer.shape()[2], layer.shape()[3]), round_up);
  const Shape expected = pooled_shape(layer, window, round_up);
  auto* pooling =
      layer.network().addPoolingNd(layer.bottom(), type_of(layer), to_dims(window.kernel));
  if (pooling != nullptr) {
    pooling->setStrideNd(to_dims(window.stride));
    pooling->setPaddingNd(to_dims(window.pad));
    pooling->setPaddingMode(round_up ? nvinfer1::PaddingMode::kCAFFE_ROUND_UP
                                     : nvinfer1::PaddingMode::kCAFFE_ROUND_DOWN);
    pooling->setAverageCountExcludesPadding(false);
  }
  nvinfer1::ITensor& top = layer.output(pooling);
  check_shape(layer, top, expected);
  layer.set_top(top);
}

CAFFE_LAYER("Pooling", convert_pooling);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
