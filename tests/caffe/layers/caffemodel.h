#pragma once

#include <cstdint>
#include <vector>

#include "tests/caffe/layers/case.h"

namespace ingot::test {

/// The bytes of a caffemodel with these blobs, each for the layer that it is named after, in the
/// wire format of protocol buffers; empty without blobs. `old_layers` writes the form of 2014.
std::vector<uint8_t> caffemodel(const std::vector<Array>& blobs, bool old_layers);

/// The bytes of a binaryproto file.
std::vector<uint8_t> binaryproto(const Array& blob);

}  // namespace ingot::test
