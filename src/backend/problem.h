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

  /// Text that is equal for equal problems and for no others: the timing cache's key.
  std::string key() const;
};

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

}  // namespace ingot::backend
