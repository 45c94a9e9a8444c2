#include "caffe/model/phase.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "caffe/model/layer_text.h"

namespace ingot::caffe {
namespace {

using proto::NetState;
using proto::NetStateRule;

bool has_stage(const NetState& state, const std::string& stage) {
  return std::find(state.stage().begin(), state.stage().end(), stage) != state.stage().end();
}

bool holds(const NetStateRule& rule, const NetState& state) {
  if (rule.has_phase() && rule.phase() != proto::TEST) return false;
  if (rule.has_min_level() && state.level() < rule.min_level()) return false;
  if (rule.has_max_level() && state.level() > rule.max_level()) return false;
  const auto in_state = [&](const std::string& stage) { return has_stage(state, stage); };
  return std::all_of(rule.stage().begin(), rule.stage().end(), in_state) &&
         std::none_of(rule.not_stage().begin(), rule.not_stage().end(), in_state);
}

}  // namespace

bool is_included(const proto::LayerParameter& layer, const NetState& state) {
  const auto in_state = [&](const NetStateRule& rule) { return holds(rule, state); };
  const auto& include = layer.include();
  const auto& exclude = layer.exclude();
  require(include.empty() || exclude.empty(), ErrorCode::kInvalidArgument, [&] {
    return describe(layer) + " has include and exclude rules; only one kind is allowed";
  });
  if (!include.empty()) return std::any_of(include.begin(), include.end(), in_state);
  return std::none_of(exclude.begin(), exclude.end(), in_state);
}

void keep_test_layers(proto::NetParameter& net) {
  auto& layers = *net.mutable_layer();
  const auto kept = std::remove_if(
      layers.begin(), layers.end(),
      [&](const proto::LayerParameter& layer) { return !is_included(layer, net.state()); });
  layers.erase(kept, layers.end());
}

}  // namespace ingot::caffe
