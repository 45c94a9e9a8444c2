#include "base/text.h"
#include "caffe/layer_registry.h"
#include "caffe/model/layer_text.h"
#include "caffe/pieces.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

void set_shape(Layer& layer, const Shape& shape) {
  layer.expect(1, 1);
  const Shape from = layer.shape();
  const bool keeps_batch = !shape.empty() && !from.empty() && shape[0] == from[0];
  if (layer.conversion().implicit_batch() && !keeps_batch) {
    layer.refuse(str("reshapes ", shape_text(from), " to ", shape_text(shape),
                     ", which changes the batch (axis 0); a network of implicit batch does not "
                     "allow that"));
  }
  nvinfer1::ITensor& tensor = reshape_bottom(layer, shape);
  const int rank = static_cast<int>(shape.size());
  if (&tensor != &layer.bottom()) return layer.set_top(tensor, rank);
  layer.set_top(layer.output(layer.network().addIdentity(tensor)), rank);
}

void convert_reshape(Layer& layer) {
  set_shape(layer, reshaped(layer.shape(), layer.parameter().reshape_param()));
}

void convert_flatten(Layer& layer) {
  const auto& parameter = layer.parameter().flatten_param();
  set_shape(layer, flattened(layer.shape(), parameter.axis(), parameter.end_axis()));
}

/// Dimensions behind the blob's own stay behind.
void convert_permute(Layer& layer) {
  layer.expect(1, 1);
  const auto order = permutation(layer.parameter().permute_param(), layer.rank());
  const int batch = layer.conversion().implicit_batch() ? 1 : 0;
  if (batch == 1 && order[0] != 0) layer.tensor_axis(0);
  nvinfer1::Permutation permutation{};
  for (int i = 0; i < nvinfer1::Dims::MAX_DIMS; ++i) permutation.order[i] = i;
  for (int i = batch; i < layer.rank(); ++i) {
    permutation.order[i - batch] = order[static_cast<size_t>(i)] - batch;
  }
  auto* shuffle = layer.network().addShuffle(layer.bottom());
  if (shuffle != nullptr) shuffle->setFirstTranspose(permutation);
  layer.set_top(layer.output(shuffle));
}

CAFFE_LAYER("Reshape", convert_reshape);
CAFFE_LAYER("Flatten", convert_flatten);
CAFFE_LAYER("Permute", convert_permute);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
