#include "caffe/plugin_claims.h"

#include "base/error.h"
#include "caffe/model/layer_text.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

bool is_claimed(const char* layer, const PluginFactories& factories) {
  return (factories.v2 != nullptr && factories.v2->isPluginV2(layer)) ||
         (factories.extended != nullptr && factories.extended->isPlugin(layer)) ||
         (factories.plain != nullptr && factories.plain->isPlugin(layer));
}

}  // namespace

void check_plugin_claims(const proto::NetParameter& net, const PluginFactories& factories) {
  for (const proto::LayerParameter& layer : net.layer()) {
    require(!is_claimed(layer.name().c_str(), factories), ErrorCode::kUnsupported, [&] {
      return describe(layer) +
             " is claimed by the plugin factory, but plugin layers are not supported";
    });
  }
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
