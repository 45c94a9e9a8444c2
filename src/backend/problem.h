#pragma once

#include <string>
#include <vector>

#include "ir/op.h"

namespace ingot::backend {

/// One operator on tensors of known shape: what a tactic is asked about and timed on.
struct Problem {
  ir::Op op;
  std::vector<ir::TensorType> inputs{};
  std::vector<ir::TensorType> outputs{};
  std::vector<bool> is_constant{};  ///< one an input: its elements are fixed at build
  std::string device{};             ///< DeviceInfo::identity
  bool allows_tf32 = false;         ///< products of f32 may round their factors to tf32
  /// Elements from one pixel of the output to the next, channels last, where it is a part of a
  /// larger image, whose other channels keep what they hold; 0: packed.
  int64_t output_pitch = 0;

  /// Text that is equal for equal problems and for no others: the timing cache's key.
  std::string key() const;
};

/// Inputs of the operator, without those of its tails.
inline size_t own_inputs(const Problem& problem) {
  return problem.inputs.size() - problem.op.num_tail_inputs();
}

/// Whether a tactic can do a problem, and if not, why.
class Support {
 public:
  static Support yes() { return Support({}); }
  static Support no(std::string reason) { return Support(std::move(reason)); }

  explicit operator bool() const { return reason_.empty(); }
  const std::string& reason() const { return reason_; }

 private:
  explicit Support(std::string reason) : reason_(std::move(reason)) {}

  std::string reason_;
};

/// No, with the type of a tensor that is not accepted and `what` the tactic takes instead.
Support supports_tensors(const Problem& problem, const char* what,
                         bool (*accepts)(const ir::TensorType&));
/// No, with the tensor's type, unless all inputs and outputs are linear.
Support supports_linear(const Problem& problem);
/// No, with the tensor's type, unless all inputs and outputs are f32.
Support supports_float32(const Problem& problem);
/// No where the output has a pitch.
Support supports_packed(const Problem& problem);
/// No unless all tensors are linear and the operator has a reference.
Support supports_reference(const Problem& problem);

}  // namespace ingot::backend
