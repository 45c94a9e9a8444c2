#include "caffe/model/training_layers.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "caffe/model/data_shape.h"
#include "caffe/model/layer_text.h"

namespace ingot::caffe {
namespace {

using proto::LayerParameter;
using proto::NetParameter;

bool is_loss(std::string_view type) {
  return type.ends_with("Loss") || type == "Accuracy" || type == "HDF5Output" || type == "Silence";
}

/// The second top of a SoftmaxWithLoss is the probabilities; the first takes their place where
/// there is no other.
void become_softmax(LayerParameter& layer, const Log& log) {
  log(Severity::kWarning, describe(layer) + " is taken as Softmax of its first bottom");
  const std::string top = layer.top_size() > 0 ? layer.top(layer.top_size() - 1) : layer.name();
  const std::string bottom = layer.bottom_size() > 0 ? layer.bottom(0) : "";
  layer.set_type("Softmax");
  layer.clear_top();
  layer.clear_bottom();
  layer.add_top(top);
  if (!bottom.empty()) layer.add_bottom(bottom);
}

void drop_losses(NetParameter& net, const Log& log) {
  NetParameter result = net;
  result.clear_layer();
  for (LayerParameter& layer : *net.mutable_layer()) {
    if (layer.type() == "SoftmaxWithLoss") become_softmax(layer, log);
    if (is_loss(layer.type())) {
      log(Severity::kWarning, describe(layer) + " serves training only; it is dropped");
    } else {
      *result.add_layer() = std::move(layer);
    }
  }
  net = std::move(result);
}

std::set<std::string> used_blobs(const NetParameter& net) {
  std::set<std::string> used;
  for (const LayerParameter& layer : net.layer()) {
    used.insert(layer.bottom().begin(), layer.bottom().end());
  }
  return used;
}

[[noreturn]] void refuse_unknown_shape(const LayerParameter& layer, const std::string& blob) {
  throw Error(
      ErrorCode::kInvalidArgument,
      str(describe(layer), " reads its data elsewhere, so the shape of blob '", blob,
          "' is not known; put in its place: layer { name: \"", blob, "\" type: \"Input\" top: \"",
          blob, "\" input_param { shape { dim: 1 dim: CHANNELS dim: HEIGHT dim: WIDTH } } }"));
}

LayerParameter as_input(const LayerParameter& layer, int top, const Log& log) {
  const auto shape = data_shape(layer, top);
  if (!shape) refuse_unknown_shape(layer, layer.top(top));
  log(Severity::kWarning,
      str(describe(layer), " becomes an input '", layer.top(top), "' of ", shape_text(*shape),
          "; the caller does what its transform_param (mean, scale) asks for"));
  LayerParameter input;
  input.set_name(layer.top(top));
  input.set_type("Input");
  input.set_source_line(layer.source_line());
  input.add_top(layer.top(top));
  *input.mutable_input_param()->add_shape() = *shape;
  return input;
}

void replace_data_layers(NetParameter& net, const Log& log) {
  const std::set<std::string> used = used_blobs(net);
  NetParameter result = net;
  result.clear_layer();
  for (LayerParameter& layer : *net.mutable_layer()) {
    if (!is_data_layer(layer.type())) {
      *result.add_layer() = std::move(layer);
      continue;
    }
    for (int top = 0; top < layer.top_size(); ++top) {
      if (used.contains(layer.top(top))) *result.add_layer() = as_input(layer, top, log);
    }
  }
  net = std::move(result);
}

}  // namespace

void drop_training_layers(NetParameter& net, const Log& log) {
  drop_losses(net, log);
  replace_data_layers(net, log);
}

}  // namespace ingot::caffe
