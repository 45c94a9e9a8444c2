#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "ir/tensor.h"
#include "ir/text_reader.h"

namespace ingot::ir {

/// The elements of a tensor as text: `[0.5, -1, inf]`, or `splat 0.5` when all are equal. Floats
/// are the shortest digits that read back to the same bits; a NaN other than the usual one prints
/// as its bits, `0x7fc00001`.
std::string elements_to_text(const Tensor& tensor);

/// Reads what elements_to_text writes, and `random SEED`, `integers SEED` (see fill.h). Takes the
/// tensor's bytes off `budget`; an Error says so when it does not suffice, before memory is taken.
Tensor read_elements(TextReader& reader, const TensorType& type, size_t& budget);

/// Reads the number of a place; the elements are the bytes there.
Tensor read_placed(TextReader& reader, const TensorType& type,
                   const std::function<SharedBytes(uint64_t place, size_t size)>& bytes_at);

}  // namespace ingot::ir
