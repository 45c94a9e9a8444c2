#pragma once

#include "model/ingot_caffe.pb.h"

namespace ingot::caffe {

/// Whether the layer's include and exclude rules let it into a net of this state, phase TEST. With
/// include rules one of them must hold; otherwise no exclude rule may hold. Throws Error
/// kInvalidArgument where both kinds are given.
bool is_included(const proto::LayerParameter& layer, const proto::NetState& state);

/// Removes the layers that the TEST phase leaves out, at the level and stages of net.state.
void keep_test_layers(proto::NetParameter& net);

}  // namespace ingot::caffe
