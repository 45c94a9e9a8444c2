#pragma once

#include <optional>
#include <string_view>

#include "model/ingot_caffe.pb.h"

namespace ingot::caffe {

/// Data, ImageData, HDF5Data, MemoryData, …: layers that bring data from outside of the net.
bool is_data_layer(std::string_view type);

/// The shape of a data layer's top as far as its parameters tell: declared shapes (MemoryData,
/// DummyData), or a crop or new size with a known number of channels.
std::optional<proto::BlobShape> data_shape(const proto::LayerParameter& layer, int top);

}  // namespace ingot::caffe
