#include "base/text.h"
#include "caffe/layer_registry.h"
#include "caffe/model/layer_text.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

void check_shapes(const Layer& layer, int axis) {
  for (int i = 1; i < layer.bottoms(); ++i) {
    Shape shape = layer.shape(i);
    if (layer.rank(i) == layer.rank()) {
      shape[static_cast<size_t>(axis)] = layer.shape()[static_cast<size_t>(axis)];
    }
    if (shape == layer.shape()) continue;
    layer.refuse(str("cannot join '", layer.parameter().bottom(i), "' (",
                     shape_text(layer.shape(i)), ") to '", layer.parameter().bottom(0), "' (",
                     shape_text(layer.shape()), ") along axis ", axis));
  }
}

void convert_concat(Layer& layer) {
  const int axis = layer.axis(layer.parameter().concat_param().axis());
  check_shapes(layer, axis);
  if (layer.bottoms() == 1) return layer.forward();
  std::vector<nvinfer1::ITensor*> parts;
  for (int i = 0; i < layer.bottoms(); ++i) parts.push_back(&layer.bottom(i));
  const int tensor_axis = layer.tensor_axis(axis);
  auto* concatenation =
      layer.network().addConcatenation(parts.data(), static_cast<int32_t>(parts.size()));
  if (concatenation != nullptr) concatenation->setAxis(tensor_axis);
  layer.set_top(layer.output(concatenation));
}

CAFFE_LAYER("Concat", convert_concat);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
