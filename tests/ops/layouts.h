#pragma once

#include <string>
#include <vector>

#include "backend/device.h"
#include "ir/tensor.h"
#include "launch.h"

namespace ingot::tests {

/// The problem with its images, float tensors [N, C, spatial…] that are no constants, in every pair
/// of formats for inputs and outputs that the device has; first as it is. Its other f32 tensors
/// keep elements in the same type.
struct LaidOut {
  std::string layout;  ///< "linear,c8": of inputs, of outputs
  backend::Problem problem;
};
std::vector<LaidOut> layouts(const backend::Problem& problem, const backend::Device& device);

/// The bytes of a linear tensor in the format of `type`. What fills up blocks is NaN.
SharedBytes to_format(const ir::Tensor& tensor, const ir::TensorType& type);

/// Whether the problem keeps f32 tensors as f16.
bool has_half(const backend::Problem& problem);

/// An f32 tensor with its numbers rounded to f16; others as they are.
ir::Tensor rounded(const ir::Tensor& tensor);
Case with_half_inputs(Case test);

}  // namespace ingot::tests
