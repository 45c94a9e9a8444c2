#pragma once

#include "ir/tensor_type.h"

namespace ingot::ir {

/// Whether a view of a tensor of type `from` has the same bytes as it in type `to`: both keep
/// elements in one type, and row-major, as a single pixel of whole blocks of channels does too.
bool has_same_bytes(const TensorType& from, const TensorType& to);

}  // namespace ingot::ir
