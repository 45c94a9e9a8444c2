#include <cmath>

#include "base/text.h"
#include "caffe/layer_registry.h"
#include "caffe/pieces.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::UnaryOperation;

nvinfer1::ITensor& unary(Layer& layer, nvinfer1::ITensor& tensor, UnaryOperation operation,
                         const char* part = "") {
  return layer.output(layer.network().addUnary(tensor, operation), part);
}

void convert_abs(Layer& layer) {
  layer.expect(1, 1);
  layer.set_top(unary(layer, layer.bottom(), UnaryOperation::kABS));
}

void convert_power(Layer& layer) {
  layer.expect(1, 1);
  const auto& p = layer.parameter().power_param();
  layer.set_top(scale_uniform(layer, layer.bottom(), p.scale(), p.shift(), p.power()));
}

/// Natural logarithm of a base parameter, in which -1 stands for e.
float log_of_base(const Layer& layer, float base) {
  if (base == -1) return 1;
  if (base <= 0) layer.refuse(str("base ", base, " must be above 0, or -1 for e"));
  return std::log(base);
}

/// base ^ (shift + scale * x) = exp(ln(base) * (shift + scale * x))
void convert_exp(Layer& layer) {
  layer.expect(1, 1);
  const auto& p = layer.parameter().exp_param();
  const float log_base = log_of_base(layer, p.base());
  nvinfer1::ITensor& exponent = scale_uniform(layer, layer.bottom(), log_base * p.scale(),
                                              log_base * p.shift(), 1, "exponent");
  layer.set_top(unary(layer, exponent, UnaryOperation::kEXP));
}

/// ln(shift + scale * x) / ln(base)
void convert_log(Layer& layer) {
  layer.expect(1, 1);
  const auto& p = layer.parameter().log_param();
  const float log_base = log_of_base(layer, p.base());
  if (log_base == 0) layer.refuse("base 1 has no logarithm");
  nvinfer1::ITensor& argument =
      scale_uniform(layer, layer.bottom(), p.scale(), p.shift(), 1, "argument");
  nvinfer1::ITensor& natural =
      unary(layer, argument, UnaryOperation::kLOG, log_base == 1 ? "" : "natural");
  layer.set_top(log_base == 1 ? natural : scale_uniform(layer, natural, 1 / log_base, 0, 1));
}

CAFFE_LAYER("AbsVal", convert_abs);
CAFFE_LAYER("Power", convert_power);
CAFFE_LAYER("Exp", convert_exp);
CAFFE_LAYER("Log", convert_log);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
