#include "caffe/model/upgrade.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "caffe/model/layer_text.h"

namespace ingot::caffe {
namespace {

using proto::LayerParameter;
using proto::NetParameter;
using proto::V1LayerParameter;

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::kInvalidArgument, message);
}

/// The *_param messages have the same name and type in both forms.
void copy_parameters(const V1LayerParameter& from, LayerParameter& to) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  from.GetReflection()->ListFields(from, &fields);
  for (const auto* field : fields) {
    const auto* target = LayerParameter::descriptor()->FindFieldByName(field->name());
    if (field->is_repeated() || field->message_type() == nullptr || target == nullptr) continue;
    to.GetReflection()
        ->MutableMessage(&to, target)
        ->CopyFrom(from.GetReflection()->GetMessage(from, field));
  }
}

LayerParameter upgraded(const V1LayerParameter& from) {
  if (from.has_layer()) {
    refuse(str("line ", from.source_line(),
               ": a layer in the V0 form of 2013 (layers { layer { … } }), which is not read; "
               "convert the file with Caffe's upgrade_net_proto_text"));
  }
  LayerParameter to;
  to.set_name(from.name());
  to.set_type(current_type(from.type()));
  to.set_source_line(from.source_line());
  *to.mutable_bottom() = from.bottom();
  *to.mutable_top() = from.top();
  *to.mutable_include() = from.include();
  *to.mutable_exclude() = from.exclude();
  copy_parameters(from, to);
  return to;
}

void upgrade_layers(NetParameter& net) {
  if (net.layers_size() == 0) return;
  if (net.layer_size() > 0) {
    refuse(
        str("line ", net.layers(0).source_line(),
            ": the definition has both 'layer' and the older 'layers'; only one form is allowed"));
  }
  for (const V1LayerParameter& layer : net.layers()) *net.add_layer() = upgraded(layer);
  net.clear_layers();
}

LayerParameter input_layer(const std::string& blob, proto::BlobShape shape) {
  LayerParameter layer;
  layer.set_name(blob);
  layer.set_type("Input");
  layer.add_top(blob);
  *layer.mutable_input_param()->add_shape() = std::move(shape);
  return layer;
}

proto::BlobShape net_level_shape(const NetParameter& net, int input) {
  if (net.input_shape_size() > 0) return net.input_shape(input);
  proto::BlobShape shape;
  for (int axis = 0; axis < 4; ++axis) shape.add_dim(net.input_dim(4 * input + axis));
  return shape;
}

void check_net_level_shapes(const NetParameter& net) {
  const int inputs = net.input_size();
  const bool by_shape = net.input_shape_size() > 0;
  if (by_shape && net.input_dim_size() > 0) refuse("the net has both input_shape and input_dim");
  if (by_shape && net.input_shape_size() != inputs) {
    refuse(str("the net has ", inputs, " input names but ", net.input_shape_size(),
               " input_shape; one a name is expected"));
  }
  if (!by_shape && net.input_dim_size() != 4 * inputs) {
    refuse(str("the net has ", inputs, " input names but ", net.input_dim_size(),
               " input_dim; four a name are expected"));
  }
}

void upgrade_inputs(NetParameter& net) {
  check_net_level_shapes(net);
  NetParameter result = net;
  result.clear_layer();
  for (int i = 0; i < net.input_size(); ++i) {
    *result.add_layer() = input_layer(net.input(i), net_level_shape(net, i));
  }
  result.mutable_layer()->MergeFrom(net.layer());
  result.clear_input();
  result.clear_input_dim();
  result.clear_input_shape();
  net = std::move(result);
}

template <class Parameter>
void move_to_axis(Parameter& parameter, bool has_old, uint32_t old, const LayerParameter& layer) {
  if (!has_old) return;
  if (parameter.has_axis()) {
    refuse(describe(layer) + ": axis and its older form, concat_dim or slice_dim, are both given");
  }
  parameter.set_axis(static_cast<int32_t>(old));
}

void upgrade_axes(LayerParameter& layer) {
  if (layer.has_concat_param()) {
    auto& concat = *layer.mutable_concat_param();
    move_to_axis(concat, concat.has_concat_dim(), concat.concat_dim(), layer);
    concat.clear_concat_dim();
  }
  if (layer.has_slice_param()) {
    auto& slice = *layer.mutable_slice_param();
    move_to_axis(slice, slice.has_slice_dim(), slice.slice_dim(), layer);
    slice.clear_slice_dim();
  }
}

}  // namespace

void upgrade(NetParameter& net) {
  upgrade_layers(net);
  upgrade_inputs(net);
  for (LayerParameter& layer : *net.mutable_layer()) upgrade_axes(layer);
}

const char* current_type(V1LayerParameter::LayerType type) {
  // By the enumerators' numbers.
  static constexpr std::array<const char*, 40> kNames = {
      "",
      "Accuracy",
      "BNLL",
      "Concat",
      "Convolution",
      "Data",
      "Dropout",
      "EuclideanLoss",
      "Flatten",
      "HDF5Data",
      "HDF5Output",
      "Im2col",
      "ImageData",
      "InfogainLoss",
      "InnerProduct",
      "LRN",
      "MultinomialLogisticLoss",
      "Pooling",
      "ReLU",
      "Sigmoid",
      "Softmax",
      "SoftmaxWithLoss",
      "Split",
      "TanH",
      "WindowData",
      "Eltwise",
      "Power",
      "SigmoidCrossEntropyLoss",
      "HingeLoss",
      "MemoryData",
      "ArgMax",
      "Threshold",
      "DummyData",
      "Slice",
      "MVN",
      "AbsVal",
      "Silence",
      "ContrastiveLoss",
      "Exp",
      "Deconvolution",
  };
  return kNames.at(static_cast<size_t>(type));
}

}  // namespace ingot::caffe
