#pragma once

#include <array>
#include <optional>

#include "backend/cuda/kernels/tail.h"
#include "backend/tactic.h"

namespace ingot::backend::cuda {

/// The place of an f32 operand that runs along the channels of `result`, or has one element.
kernels::Operand along_channels(const ir::TensorType& operand, const ir::TensorType& result);

/// The tails of an operator as its kernel applies them: activations, unary functions, elementwise
/// operations with tensors of the output's type, and scales and parametric ReLUs by constants along
/// the channels. A scale takes two of the kernel's tails: a product, then a sum.
class Epilogue {
 public:
  /// No for a tail of another kind, and for more than kernels take.
  static Support supports(const Problem& problem);

  /// Of a problem that `supports` accepts.
  explicit Epilogue(const Problem& problem);

  /// With the addresses of one launch.
  kernels::Tails at(const Launch& launch) const;

 private:
  kernels::Tails tails_;
  std::array<std::optional<size_t>, kernels::kMaxTails> inputs_;  ///< the launch's, one a tail
};

}  // namespace ingot::backend::cuda
