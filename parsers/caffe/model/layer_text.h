#pragma once

#include <span>
#include <string>

#include "model/ingot_caffe.pb.h"

namespace ingot::caffe {

/// "layer 'conv1' (Convolution, line 17)", for messages.
std::string describe(const proto::LayerParameter& layer);

/// "64x3x224x224".
std::string shape_text(std::span<const int64_t> shape);
std::string shape_text(const proto::BlobShape& shape);

}  // namespace ingot::caffe
