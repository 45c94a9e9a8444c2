#pragma once

#include "backend/tactic.h"

namespace ingot::backend::cpu {

/// Sums along rows of the first operand and columns of the second as they lie in memory: for few
/// rows, whose time is that of reading the second operand once. Nothing is packed, so a plan keeps
/// such weights once.
const Tactic& dot_matrix_multiply();

}  // namespace ingot::backend::cpu
