#pragma once

#include "base/log.h"
#include "model/ingot_caffe.pb.h"

namespace ingot::caffe {

/// Makes a training file's TEST layers fit for inference, each change with a warning: losses and
/// metrics are removed (SoftmaxWithLoss becomes Softmax); a data layer becomes an Input where its
/// parameters give the shape, and is removed where nothing uses it. Throws Error kInvalidArgument
/// where a blob of unknown shape would be left without a source.
void drop_training_layers(proto::NetParameter& net, const Log& log);

}  // namespace ingot::caffe
