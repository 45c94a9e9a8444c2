#include "caffe/layer_registry.h"
#include "caffe/pieces.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

using proto::ReductionParameter;

/// What is summed: x, |x| or x^2.
nvinfer1::ITensor& terms(const Layer& layer, const ReductionParameter& parameter) {
  nvinfer1::ITensor& x = layer.bottom();
  switch (parameter.operation()) {
    case ReductionParameter::ASUM:
      return layer.output(layer.network().addUnary(x, nvinfer1::UnaryOperation::kABS), "abs");
    case ReductionParameter::SUMSQ:
      return combine(layer, x, x, nvinfer1::ElementWiseOperation::kPROD, "square");
    default: return x;
  }
}

/// All dimensions of the tensor from the axis on.
uint32_t axes_from(const nvinfer1::ITensor& tensor, int tensor_axis) {
  uint32_t axes = 0;
  for (int i = tensor_axis; i < tensor.getDimensions().nbDims; ++i) {
    axes |= 1U << static_cast<unsigned>(i);
  }
  return axes;
}

/// Reduces every axis from `axis` on; the tensor keeps them as ones.
void convert_reduction(Layer& layer) {
  layer.expect(1, 1);
  const auto& parameter = layer.parameter().reduction_param();
  const int axis = layer.axis(parameter.axis());
  const uint32_t axes = axes_from(layer.bottom(), layer.tensor_axis(axis));
  const bool mean = parameter.operation() == ReductionParameter::MEAN;
  const bool scaled = parameter.coeff() != 1;
  nvinfer1::ITensor& reduced = layer.output(
      layer.network().addReduce(
          terms(layer, parameter),
          mean ? nvinfer1::ReduceOperation::kAVG : nvinfer1::ReduceOperation::kSUM, axes, true),
      scaled ? "sum" : "");
  layer.set_top(scaled ? scale_uniform(layer, reduced, parameter.coeff(), 0, 1) : reduced, axis);
}

CAFFE_LAYER("Reduction", convert_reduction);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
