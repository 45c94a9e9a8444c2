#include "caffe/layer_registry.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

/// Dropout does nothing in the TEST phase.
void convert_dropout(Layer& layer) {
  layer.expect(1, 1);
  layer.forward();
}

void convert_split(Layer& layer) {
  layer.expect(1, layer.tops());
  for (int top = 0; top < layer.tops(); ++top) layer.forward(top);
}

CAFFE_LAYER("Dropout", convert_dropout);
CAFFE_LAYER("Split", convert_split);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
