#pragma once

#include <string_view>
#include <vector>

namespace ingot::ir {

/// Stands between the names of layers that one node computes: "conv1 + relu1".
inline constexpr std::string_view kBetweenLayers = " + ";

/// The names in "conv1 + relu1", in their order.
std::vector<std::string_view> layers_of(std::string_view name);

/// The entry of the layer of which `part` is all ("conv1") or a part ("conv1.pad"); entries.end()
/// if there is none.
template <class Map>
auto find_layer(const Map& entries, std::string_view part) {
  auto found = entries.find(part);
  while (found == entries.end()) {
    const size_t dot = part.rfind('.');
    if (dot == std::string_view::npos) break;
    part = part.substr(0, dot);
    found = entries.find(part);
  }
  return found;
}

}  // namespace ingot::ir
