#include "base/text.h"
#include "caffe/layer_registry.h"
#include "caffe/model/layer_text.h"
#include "caffe/pieces.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

nvinfer1::Dims zeros_like(nvinfer1::Dims dims) {
  for (int i = 0; i < dims.nbDims; ++i) dims.d[i] = 0;
  return dims;
}

void convert_slice(Layer& layer) {
  const auto& parameter = layer.parameter().slice_param();
  const int axis = layer.axis(parameter.axis());
  const auto extents =
      slice_extents(layer.shape()[static_cast<size_t>(axis)], parameter, layer.tops());
  if (layer.tops() == 1) return layer.forward();
  const int tensor_axis = layer.tensor_axis(axis);
  nvinfer1::Dims size = layer.bottom().getDimensions();
  nvinfer1::Dims start = zeros_like(size);
  for (int top = 0; top < layer.tops(); ++top) {
    size.d[tensor_axis] = static_cast<nvinfer1::impl::Extent>(extents[static_cast<size_t>(top)]);
    const std::string part = str(top);
    layer.set_top(slice(layer, layer.bottom(), start, size, part.c_str()), layer.rank(), top);
    start.d[tensor_axis] += size.d[tensor_axis];
  }
}

/// Offsets: none, one for all cropped axes, or one an axis.
int64_t crop_offset(const proto::CropParameter& parameter, int cropped) {
  if (parameter.offset_size() == 0) return 0;
  return parameter.offset(parameter.offset_size() == 1 ? 0 : cropped);
}

void check_crop(const Layer& layer, int axis) {
  const auto& parameter = layer.parameter().crop_param();
  if (layer.rank(1) != layer.rank()) {
    layer.refuse(str("cannot crop ", shape_text(layer.shape()), " to ", shape_text(layer.shape(1)),
                     ": the number of axes differs"));
  }
  if (parameter.offset_size() > 1 && parameter.offset_size() != layer.rank() - axis) {
    layer.refuse(str("crops ", layer.rank() - axis, " axes, but has ", parameter.offset_size(),
                     " offset; none, one, or one an axis is expected"));
  }
}

/// The first bottom cut to the extents of the second, from `axis` on.
void convert_crop(Layer& layer) {
  layer.expect(2, 1);
  const auto& parameter = layer.parameter().crop_param();
  const int axis = layer.axis(parameter.axis());
  check_crop(layer, axis);
  const Shape from = layer.shape();
  const Shape to = layer.shape(1);
  nvinfer1::Dims size = layer.bottom().getDimensions();
  nvinfer1::Dims start = zeros_like(size);
  for (int i = axis; i < layer.rank(); ++i) {
    const auto at = static_cast<size_t>(i);
    const int64_t offset = crop_offset(parameter, i - axis);
    if (offset + to[at] > from[at]) {
      layer.refuse(str("axis ", i, ": ", to[at], " elements from ", offset,
                       " are not inside an extent of ", from[at]));
    }
    const int tensor_axis = layer.tensor_axis(i);
    start.d[tensor_axis] = static_cast<nvinfer1::impl::Extent>(offset);
    size.d[tensor_axis] = static_cast<nvinfer1::impl::Extent>(to[at]);
  }
  layer.set_top(slice(layer, layer.bottom(), start, size));
}

CAFFE_LAYER("Slice", convert_slice);
CAFFE_LAYER("Crop", convert_crop);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
