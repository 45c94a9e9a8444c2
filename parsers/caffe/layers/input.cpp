#include "base/text.h"
#include "caffe/layer_registry.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

/// One shape for all tops, or one a top.
void convert_input(Layer& layer) {
  const auto& shapes = layer.parameter().input_param().shape();
  if (shapes.size() != 1 && shapes.size() != layer.tops()) {
    layer.refuse(str("has ", layer.tops(), " tops, but input_param has ", shapes.size(),
                     " shapes; one, or one a top is expected"));
  }
  for (int top = 0; top < layer.tops(); ++top) {
    const auto& shape = shapes.Get(shapes.size() == 1 ? 0 : top);
    layer.conversion().add_input(layer.parameter().top(top), to_shape(shape));
  }
}

CAFFE_LAYER("Input", convert_input);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
