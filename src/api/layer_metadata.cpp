#include "api/layer_metadata.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

constexpr std::string_view kBetweenLayers = " + ";
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

/// The note of a layer of which `part` is all ("conv1") or a part ("conv1.pad").
std::string_view note_of(std::string_view part, const Notes& notes) {
  for (;;) {
    if (const auto found = notes.find(part); found != notes.end()) return found->second;
    const size_t dot = part.rfind('.');
    if (dot == std::string_view::npos) return {};
    part = part.substr(0, dot);
  }
}

/// The notes of "conv1 + relu1", each once.
std::string metadata_of(std::string_view step, const Notes& notes) {
  std::vector<std::string_view> found;
  while (!step.empty()) {
    const size_t end = step.find(kBetweenLayers);
    const std::string_view note = note_of(step.substr(0, end), notes);
    if (!note.empty() && std::ranges::find(found, note) == found.end()) found.push_back(note);
    step.remove_prefix(end == std::string_view::npos ? step.size() : end + kBetweenLayers.size());
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
