#pragma once

#include <string>

#include "caffe/layer.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {

using ConvertLayer = void (*)(Layer& layer);

/// The function that converts layers of this type; null where there is none.
ConvertLayer find_layer(const std::string& type);

/// Throws Error kUnsupported, with every layer type of the net that nothing converts and the first
/// layer of each.
void check_layer_types(const proto::NetParameter& net);

struct LayerRegistration {
  LayerRegistration(const char* type, ConvertLayer convert);
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe

/// At namespace scope of a file in layers/: layers of `type` are converted by `convert`.
#define CAFFE_LAYER(type, convert) CAFFE_LAYER_AT(type, convert, __COUNTER__)
#define CAFFE_LAYER_AT(type, convert, number) CAFFE_LAYER_NAMED(type, convert, number)
#define CAFFE_LAYER_NAMED(type, convert, number) \
  const LayerRegistration registration_##number(type, convert)
