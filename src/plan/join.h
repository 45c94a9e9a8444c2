#pragma once

#include <optional>

#include "plan/plan.h"

namespace ingot::plan {

/// Byte offsets in the output of an operator that joins its inputs (ir::OpDef::joins), one an
/// input: an input that lies there need not be copied. nullopt when the operator does not, or when
/// the types, which may hold symbols, are not the same for all shapes of the profiles.
std::optional<std::vector<uint64_t>> join_offsets(const ir::Op& op,
                                                  std::span<const ir::TensorType> inputs,
                                                  std::span<const Profile> profiles);

}  // namespace ingot::plan
