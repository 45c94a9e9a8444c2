#pragma once

#include <string_view>

#include "ir/op.h"
#include "ir/text_reader.h"

namespace ingot::ir {

/// The parts of the text form that stand by themselves too, such as in operator cases. What is
/// written by to_string(op) and to_string(type) reads back equal.

/// `softmax {axis = 1}`; attributes that are not named keep their defaults.
Op read_op(TextReader& reader);
Op op_from_text(std::string_view text);

/// `f32[N,3,(H+1)/2]`; `f32[]` is a scalar.
TensorType read_type(TextReader& reader);
TensorType type_from_text(std::string_view text);

}  // namespace ingot::ir
