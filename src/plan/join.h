#pragma once

#include <optional>

#include "plan/plan.h"

namespace ingot::plan {

/// Where inputs lie in the output of an operator that joins them (ir::Op::joins): one that lies
/// there need not be copied.
struct Join {
  std::vector<uint64_t> offsets;  ///< in bytes, one an input
  int64_t pitch = 0;              ///< Tensor::pitch of an input there
};

/// nullopt when the operator does not join such inputs, or when the offsets, the types holding
/// symbols, are not the same for all shapes of the profiles.
std::optional<Join> join_of(const ir::Op& op, std::span<const ir::TensorType> inputs,
                            std::span<const Profile> profiles);

}  // namespace ingot::plan
