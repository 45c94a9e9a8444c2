#include <limits>

#include "base/text.h"
#include "caffe/layer_registry.h"
#include "caffe/model/window.h"
#include "caffe/pieces.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

constexpr RandomRange kBiasRange = {0, 0.05F};

struct Plan {
  int64_t outputs;
  int64_t groups;
  Window window;
  nvinfer1::Weights bias;
};

int spatial_axes(const Layer& layer) {
  if (layer.axis(layer.parameter().convolution_param().axis()) != 1) {
    layer.refuse("convolution_param axis must be 1: the channels are expected there");
  }
  if (layer.rank() < 3) {
    layer.refuse(str("needs a bottom with spatial axes; '", layer.parameter().bottom(0), "' has ",
                     layer.rank(), " axes"));
  }
  return layer.rank() - 2;
}

/// A tensor has two spatial dimensions at least: see Blob.
Window with_two_axes(Window window) {
  if (window.kernel.size() > 1) return window;
  window.kernel.push_back(1);
  window.stride.push_back(1);
  window.pad.push_back(0);
  window.dilation.push_back(1);
  return window;
}

void check_groups(const Layer& layer, const Plan& plan) {
  const int64_t channels = layer.channels();
  if (plan.outputs < 1 || plan.outputs > std::numeric_limits<int32_t>::max()) {
    layer.refuse(str("num_output ", plan.outputs, " is out of range"));
  }
  if (plan.groups < 1 || channels % plan.groups != 0 || plan.outputs % plan.groups != 0) {
    layer.refuse(str("group ", plan.groups, " must divide ", channels, " input channels and ",
                     plan.outputs, " outputs"));
  }
}

Plan plan_of(const Layer& layer) {
  layer.expect(1, 1);
  const auto& parameter = layer.parameter().convolution_param();
  Plan plan{parameter.num_output(), parameter.group(),
            convolution_window(parameter, spatial_axes(layer)), layer.no_weights()};
  check_groups(layer, plan);
  plan.window = with_two_axes(std::move(plan.window));
  if (parameter.bias_term()) plan.bias = layer.weights(1, {plan.outputs}, kBiasRange);
  return plan;
}

/// Of a blob [maps, maps_each, window...].
nvinfer1::Weights kernel(const Layer& layer, const Plan& plan, int64_t maps, int64_t maps_each) {
  Shape shape = {maps, maps_each};
  shape.insert(shape.end(), plan.window.kernel.begin(), plan.window.kernel.end());
  const int64_t fan_in = layer.channels() / plan.groups * element_count(plan.window.kernel);
  return layer.weights(0, shape, he_range(fan_in));
}

template <class Added>
void finish(Layer& layer, const Plan& plan, Added* added) {
  if (added != nullptr) {
    added->setStrideNd(to_dims(plan.window.stride));
    added->setPaddingNd(to_dims(plan.window.pad));
    added->setDilationNd(to_dims(plan.window.dilation));
    added->setNbGroups(static_cast<nvinfer1::impl::Extent>(plan.groups));
  }
  layer.set_top(layer.output(added));
}

void check_fits(const Layer& layer, const Window& window) {
  const Shape shape = layer.shape();
  for (size_t i = 0; i + 2 < shape.size(); ++i) {
    const int64_t reach = window.dilation[i] * (window.kernel[i] - 1) + 1;
    if (reach > shape[i + 2] + 2 * window.pad[i]) {
      layer.refuse(str("a kernel that reaches over ", reach, " does not fit an extent of ",
                       shape[i + 2], " with pad ", window.pad[i]));
    }
  }
}

void convert_convolution(Layer& layer) {
  const Plan plan = plan_of(layer);
  check_fits(layer, plan.window);
  const auto weights = kernel(layer, plan, plan.outputs, layer.channels() / plan.groups);
  finish(layer, plan,
         layer.network().addConvolutionNd(layer.bottom(), static_cast<int32_t>(plan.outputs),
                                          to_dims(plan.window.kernel), weights, plan.bias));
}

void convert_deconvolution(Layer& layer) {
  const Plan plan = plan_of(layer);
  const auto weights = kernel(layer, plan, layer.channels(), plan.outputs / plan.groups);
  finish(layer, plan,
         layer.network().addDeconvolutionNd(layer.bottom(), static_cast<int32_t>(plan.outputs),
                                            to_dims(plan.window.kernel), weights, plan.bias));
}

CAFFE_LAYER("Convolution", convert_convolution);
CAFFE_LAYER("Deconvolution", convert_deconvolution);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
