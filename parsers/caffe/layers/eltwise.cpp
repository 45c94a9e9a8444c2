#include "base/text.h"
#include "caffe/layer_registry.h"
#include "caffe/model/layer_text.h"
#include "caffe/pieces.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::ElementWiseOperation;
using proto::EltwiseParameter;

ElementWiseOperation operation_of(const EltwiseParameter& parameter) {
  switch (parameter.operation()) {
    case EltwiseParameter::PROD: return ElementWiseOperation::kPROD;
    case EltwiseParameter::MAX: return ElementWiseOperation::kMAX;
    default: return ElementWiseOperation::kSUM;
  }
}

void check(const Layer& layer, const EltwiseParameter& parameter) {
  if (layer.bottoms() < 2) layer.refuse("needs two bottoms or more");
  layer.expect(layer.bottoms(), 1);
  for (int i = 1; i < layer.bottoms(); ++i) {
    if (layer.shape(i) == layer.shape()) continue;
    layer.refuse(str("bottom '", layer.parameter().bottom(i), "' is ", shape_text(layer.shape(i)),
                     ", but '", layer.parameter().bottom(0), "' is ", shape_text(layer.shape()),
                     "; the same shape is expected"));
  }
  const int coefficients = parameter.coeff_size();
  if (coefficients == 0) return;
  if (coefficients != layer.bottoms()) {
    layer.refuse(str("has ", layer.bottoms(), " bottoms, but ", coefficients, " coeff"));
  }
  if (parameter.operation() != EltwiseParameter::SUM) layer.refuse("coeff is for SUM only");
}

nvinfer1::ITensor& scaled_bottom(const Layer& layer, const EltwiseParameter& parameter, int index) {
  const float coefficient = parameter.coeff_size() > 0 ? parameter.coeff(index) : 1;
  if (coefficient == 1) return layer.bottom(index);
  const std::string part = str("scaled", index);
  return scale_uniform(layer, layer.bottom(index), coefficient, 0, 1, part.c_str());
}

bool is_difference(const EltwiseParameter& parameter, int index) {
  return parameter.coeff_size() > 0 && parameter.coeff(index) == -1;
}

void convert_eltwise(Layer& layer) {
  const auto& parameter = layer.parameter().eltwise_param();
  check(layer, parameter);
  nvinfer1::ITensor* result = &scaled_bottom(layer, parameter, 0);
  for (int i = 1; i < layer.bottoms(); ++i) {
    const std::string part = i + 1 < layer.bottoms() ? str("partial", i) : "";
    const bool minus = is_difference(parameter, i);
    result = &combine(layer, *result, minus ? layer.bottom(i) : scaled_bottom(layer, parameter, i),
                      minus ? ElementWiseOperation::kSUB : operation_of(parameter), part.c_str());
  }
  layer.set_top(*result);
}

CAFFE_LAYER("Eltwise", convert_eltwise);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
