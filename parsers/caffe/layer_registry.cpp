#include "caffe/layer_registry.h"

#include <unordered_map>

#include "base/error.h"
#include "base/text.h"
#include "caffe/model/layer_text.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

std::unordered_map<std::string, ConvertLayer>& table() {
  static std::unordered_map<std::string, ConvertLayer> layers;
  return layers;
}

}  // namespace

LayerRegistration::LayerRegistration(const char* type, ConvertLayer convert) {
  table().emplace(type, convert);
}

ConvertLayer find_layer(const std::string& type) {
  const auto found = table().find(type);
  return found == table().end() ? nullptr : found->second;
}

void check_layer_types(const proto::NetParameter& net) {
  std::vector<std::string> first;
  std::set<std::string> seen;
  for (const proto::LayerParameter& layer : net.layer()) {
    if (find_layer(layer.type()) == nullptr && seen.insert(layer.type()).second) {
      first.push_back(describe(layer));
    }
  }
  require(first.empty(), ErrorCode::kUnsupported, [&] {
    return str("no conversion for the layer type", first.size() > 1 ? "s" : "", " of ", join(first),
               "; take these layers out, or end the network before them");
  });
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
