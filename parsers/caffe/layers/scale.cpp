#include <utility>

#include "base/text.h"
#include "caffe/layer_registry.h"
#include "caffe/model/layer_text.h"
#include "caffe/pieces.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::ElementWiseOperation;

constexpr RandomRange kScaleRange = {1, 0.1F};
constexpr RandomRange kBiasRange = {0, 0.1F};

/// The axes of the first bottom that a coefficient blob covers: [begin, end).
struct Axes {
  int begin;
  int end;

  bool are_channels() const { return begin == 1 && end == 2; }
};

Axes blob_axes(const Layer& layer, int axis, int num_axes) {
  if (num_axes == 0) return {0, 0};
  const int begin = layer.axis(axis);
  if (num_axes < -1 || num_axes > layer.rank() - begin) {
    layer.refuse(
        str("num_axes ", num_axes, " is out of range from axis ", begin, " of ", layer.rank()));
  }
  return {begin, num_axes == -1 ? layer.rank() : begin + num_axes};
}

/// The first bottom's tensor dimensions on the axes, ones elsewhere.
nvinfer1::Dims broadcast_dims(const Layer& layer, Axes axes) {
  Shape shape = layer.shape();
  for (int i = 0; i < layer.rank(); ++i) {
    if (i < axes.begin || i >= axes.end) shape[static_cast<size_t>(i)] = 1;
  }
  return layer.conversion().tensor_dims(shape);
}

/// Blob `index` of the layer as a constant that broadcasts over the first bottom.
nvinfer1::ITensor& coefficients(const Layer& layer, int index, Axes axes, RandomRange range,
                                const char* part) {
  if (axes.begin < axes.end) layer.tensor_axis(axes.begin);
  const Shape from = layer.shape();
  const Shape shape(from.begin() + axes.begin, from.begin() + axes.end);
  const auto values = layer.values(index, shape, range);
  return constant(layer, broadcast_dims(layer, axes), values, part);
}

/// The second bottom, reshaped to broadcast over the first.
nvinfer1::ITensor& second_bottom(const Layer& layer, Axes axes) {
  return reshape(layer, layer.bottom(1), broadcast_dims(layer, axes), "broadcast");
}

/// An implicit batch has to be the first axis of both bottoms.
Axes second_bottom_axes(const Layer& layer, int axis) {
  const Shape first = layer.shape();
  const Shape second = layer.shape(1);
  const int begin = second.empty() ? 0 : layer.axis(axis);
  if (layer.conversion().implicit_batch() && begin > 0) {
    layer.refuse(str("its second bottom starts at axis ", begin,
                     " of the first, so it has no batch, which a network of implicit batch does "
                     "not allow; create the network with kEXPLICIT_BATCH"));
  }
  const int end = begin + static_cast<int>(second.size());
  const bool fits = end <= layer.rank();
  if (!fits || !std::equal(second.begin(), second.end(), first.begin() + begin)) {
    layer.refuse(str("the second bottom, ", shape_text(second), ", does not match ",
                     shape_text(first), " from axis ", begin));
  }
  return {begin, end};
}

/// scale and bias, one a channel, in one layer of the network.
void scale_by_channel(Layer& layer) {
  const int64_t channels = layer.channels();
  const auto scale = layer.weights(0, {channels}, kScaleRange);
  const bool has_bias = layer.parameter().scale_param().bias_term();
  layer.set_top(scale_channels(
      layer, scale, has_bias ? layer.weights(1, {channels}, kBiasRange) : layer.no_weights()));
}

void convert_scale(Layer& layer) {
  const auto& parameter = layer.parameter().scale_param();
  const bool two = layer.bottoms() == 2;
  layer.expect(two ? 2 : 1, 1);
  const Axes axes = two ? second_bottom_axes(layer, parameter.axis())
                        : blob_axes(layer, parameter.axis(), parameter.num_axes());
  if (!two && axes.are_channels()) return scale_by_channel(layer);
  nvinfer1::ITensor& factor =
      two ? second_bottom(layer, axes) : coefficients(layer, 0, axes, kScaleRange, "scale");
  const bool has_bias = parameter.bias_term();
  nvinfer1::ITensor& product = combine(layer, layer.bottom(), factor, ElementWiseOperation::kPROD,
                                       has_bias ? "product" : "");
  if (!has_bias) return layer.set_top(product);
  nvinfer1::ITensor& bias = coefficients(layer, two ? 0 : 1, axes, kBiasRange, "bias");
  layer.set_top(combine(layer, product, bias, ElementWiseOperation::kSUM));
}

void convert_bias(Layer& layer) {
  const auto& parameter = layer.parameter().bias_param();
  const bool two = layer.bottoms() == 2;
  layer.expect(two ? 2 : 1, 1);
  const Axes axes = two ? second_bottom_axes(layer, parameter.axis())
                        : blob_axes(layer, parameter.axis(), parameter.num_axes());
  if (!two && axes.are_channels()) {
    return layer.set_top(scale_channels(layer, layer.no_weights(),
                                        layer.weights(0, {layer.channels()}, kBiasRange)));
  }
  nvinfer1::ITensor& term =
      two ? second_bottom(layer, axes) : coefficients(layer, 0, axes, kBiasRange, "bias");
  layer.set_top(combine(layer, layer.bottom(), term, ElementWiseOperation::kSUM));
}

CAFFE_LAYER("Scale", convert_scale);
CAFFE_LAYER("Bias", convert_bias);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
