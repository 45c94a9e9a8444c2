#include "api/layer_metadata.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "ir/layer_names.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

constexpr std::string_view kBetweenNotes = "\x1e";

/// What was noted at each layer, empty texts included.
using Notes = std::map<std::string_view, std::string_view>;

Notes notes_of(const Network& network) {
  Notes notes;
  for (int32_t i = 0; i < network.getNbLayers(); ++i) {
    const nvinfer1::ILayer& layer = *network.getLayer(i);
    notes.emplace(layer.getName(), layer.getMetadata());
  }
  return notes;
}

/// The notes of the layers of "conv1 + relu1", each once.
std::string metadata_of(std::string_view step, const Notes& notes) {
  std::vector<std::string_view> found;
  for (const std::string_view layer : ir::layers_of(step)) {
    const auto note = ir::find_layer(notes, layer);
    if (note == notes.end() || note->second.empty()) continue;
    if (std::ranges::find(found, note->second) == found.end()) found.push_back(note->second);
  }
  return join(found, kBetweenNotes);
}

}  // namespace

void set_metadata(const Network& network, plan::Plan& plan) {
  const Notes notes = notes_of(network);
  if (std::ranges::all_of(notes, [](const auto& note) { return note.second.empty(); })) return;
  for (plan::Step& step : plan.steps) step.metadata = metadata_of(step.name, notes);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
