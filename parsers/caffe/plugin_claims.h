#pragma once

#include <NvCaffeParser.h>

#include "model/ingot_caffe.pb.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {

/// The program's plugin factories; each may be null.
struct PluginFactories {
  nvcaffeparser1::IPluginFactory* plain = nullptr;
  nvcaffeparser1::IPluginFactoryExt* extended = nullptr;
  nvcaffeparser1::IPluginFactoryV2* v2 = nullptr;
};

/// Asks the factories for each layer, by its name. Throws Error kUnsupported with the first layer
/// that one of them claims, since networks take no plugin layers.
void check_plugin_claims(const proto::NetParameter& net, const PluginFactories& factories);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
