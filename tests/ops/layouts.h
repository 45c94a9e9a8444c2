#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/device.h"
#include "ir/tensor.h"
#include "launch.h"

namespace ingot::tests {

/// The problem with its images, float tensors [N, C, spatial…] that are no constants, in every pair
/// of formats for inputs and outputs that a plan for the device may have; first as it is. Its other
/// f32 tensors keep elements in the same type.
struct LaidOut {
  std::string layout;  ///< "linear,c8": of inputs, of outputs
  backend::Problem problem;
};
std::vector<LaidOut> layouts(const backend::Problem& problem, const backend::Device& device);

/// The bytes of a linear tensor in the format of `type`. What fills up blocks is NaN.
SharedBytes to_format(const ir::Tensor& tensor, const ir::TensorType& type);

/// The coarsest type that the problem keeps f32 tensors in; none where it keeps them as they are.
std::optional<ir::DataType> coarsest_kept(const backend::Problem& problem);

/// An f32 tensor with its numbers rounded to a type; others as they are.
ir::Tensor rounded(const ir::Tensor& tensor, ir::DataType type);
Case with_rounded_inputs(Case test, ir::DataType type);

}  // namespace ingot::tests
