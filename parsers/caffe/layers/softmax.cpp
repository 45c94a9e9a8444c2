#include "caffe/layer_registry.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

void convert_softmax(Layer& layer) {
  layer.expect(1, 1);
  const int axis = layer.tensor_axis(layer.axis(layer.parameter().softmax_param().axis()));
  auto* softmax = layer.network().addSoftMax(layer.bottom());
  if (softmax != nullptr) softmax->setAxes(1U << static_cast<unsigned>(axis));
  layer.set_top(layer.output(softmax));
}

CAFFE_LAYER("Softmax", convert_softmax);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
