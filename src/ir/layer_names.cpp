#include "ir/layer_names.h"

namespace ingot::ir {

std::vector<std::string_view> layers_of(std::string_view name) {
  std::vector<std::string_view> layers;
  for (size_t end = name.find(kBetweenLayers); end != std::string_view::npos;
       end = name.find(kBetweenLayers)) {
    layers.push_back(name.substr(0, end));
    name.remove_prefix(end + kBetweenLayers.size());
  }
  layers.push_back(name);
  return layers;
}

}  // namespace ingot::ir
