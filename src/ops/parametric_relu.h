#pragma once

#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

/// x < 0 ? slope·x : x. Inputs: x, slope (broadcast to x).
struct ParametricRelu {
  static constexpr std::string_view kName = "parametric_relu";

  static std::vector<ir::Field> fields() { return {}; }
};

/// Whether the operator maps x by tensors that may run along its channels: a scale or a parametric
/// ReLU.
bool reads_channels(const ir::Op& op);

/// Whether a constant of that shape has one number for each channel of an image [N, C, …] that it
/// is broadcast to, or one for all.
bool runs_along_channels(const ir::Shape& shape, const ir::Shape& image);

}  // namespace ingot::ops
