#pragma once

#include <string>
#include <vector>

#include "backend/device.h"
#include "ir/tensor.h"

namespace ingot::tests {

/// The problem with its images, float tensors [N, C, spatial…] that are no constants, in every pair
/// of formats for inputs and outputs that the device has; first as it is.
struct LaidOut {
  std::string layout;  ///< "linear,c8": of inputs, of outputs
  backend::Problem problem;
};
std::vector<LaidOut> layouts(const backend::Problem& problem, const backend::Device& device);

/// The bytes of a linear tensor in the format of `type`. What fills up blocks is NaN.
SharedBytes to_format(const ir::Tensor& tensor, const ir::TensorType& type);

}  // namespace ingot::tests
