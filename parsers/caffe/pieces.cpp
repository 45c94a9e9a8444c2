#include "caffe/pieces.h"

#include <algorithm>

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

bool same(const nvinfer1::Dims& a, const nvinfer1::Dims& b) {
  return a.nbDims == b.nbDims && std::equal(a.d, a.d + a.nbDims, b.d);
}

/// Copies the batch instead of stating it, so that the input's batch may be changed later.
nvinfer1::Dims with_batch_copied(const Layer& layer, const nvinfer1::ITensor& from,
                                 nvinfer1::Dims dims) {
  const bool explicit_batch = !layer.conversion().implicit_batch();
  if (explicit_batch && dims.nbDims > 0 && dims.d[0] == from.getDimensions().d[0]) dims.d[0] = 0;
  return dims;
}

}  // namespace

nvinfer1::Dims to_dims(std::span<const int64_t> extents) {
  nvinfer1::Dims dims{};
  for (const int64_t extent : extents) {
    dims.d[dims.nbDims++] = static_cast<nvinfer1::impl::Extent>(extent);
  }
  return dims;
}

nvinfer1::ITensor& reshape(const Layer& layer, nvinfer1::ITensor& tensor,
                           const nvinfer1::Dims& dims, const char* part) {
  if (same(tensor.getDimensions(), dims)) return tensor;
  auto* shuffle = layer.network().addShuffle(tensor);
  if (shuffle != nullptr) {
    shuffle->setReshapeDimensions(with_batch_copied(layer, tensor, dims));
  }
  return layer.output(shuffle, part);
}

nvinfer1::ITensor& reshape_bottom(const Layer& layer, const Shape& shape, const char* part) {
  return reshape(layer, layer.bottom(), layer.conversion().tensor_dims(shape), part);
}

nvinfer1::ITensor& scale_uniform(const Layer& layer, nvinfer1::ITensor& tensor, float scale,
                                 float shift, float power, const char* part) {
  const auto one = [&](float value, float neutral) {
    return value == neutral ? layer.no_weights() : layer.weights(std::vector<float>{value});
  };
  return layer.output(
      layer.network().addScale(tensor, nvinfer1::ScaleMode::kUNIFORM, one(shift, 0),
                               layer.weights(std::vector<float>{scale}), one(power, 1)),
      part);
}

nvinfer1::ITensor& scale_channels(const Layer& layer, nvinfer1::Weights scale,
                                  nvinfer1::Weights shift) {
  return layer.output(layer.network().addScaleNd(layer.bottom(), nvinfer1::ScaleMode::kCHANNEL,
                                                 shift, scale, layer.no_weights(),
                                                 layer.tensor_axis(1)));
}

nvinfer1::ITensor& combine(const Layer& layer, nvinfer1::ITensor& a, nvinfer1::ITensor& b,
                           nvinfer1::ElementWiseOperation operation, const char* part) {
  return layer.output(layer.network().addElementWise(a, b, operation), part);
}

nvinfer1::ITensor& constant(const Layer& layer, const nvinfer1::Dims& dims,
                            std::span<const float> values, const char* part) {
  const nvinfer1::Weights weights{nvinfer1::DataType::kFLOAT, values.data(),
                                  static_cast<int64_t>(values.size())};
  return layer.output(layer.network().addConstant(dims, weights), part);
}

nvinfer1::ITensor& slice(const Layer& layer, nvinfer1::ITensor& tensor, const nvinfer1::Dims& start,
                         const nvinfer1::Dims& size, const char* part) {
  nvinfer1::Dims stride = size;
  std::fill(stride.d, stride.d + stride.nbDims, 1);
  return layer.output(layer.network().addSlice(tensor, start, size, stride), part);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
