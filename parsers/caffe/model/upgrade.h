#pragma once

#include "model/ingot_caffe.pb.h"

namespace ingot::caffe {

/// Brings the older forms of a definition to the present one: V1 `layers` become `layer`,
/// net-level inputs become Input layers at the front, concat_dim and slice_dim become axis.
/// Throws Error kInvalidArgument for V0 layers and for contradictory forms.
void upgrade(proto::NetParameter& net);

/// "InnerProduct" for INNER_PRODUCT.
const char* current_type(proto::V1LayerParameter::LayerType type);

}  // namespace ingot::caffe
