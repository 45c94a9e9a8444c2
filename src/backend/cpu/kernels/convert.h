#pragma once

#include <cstdint>

#include "ir/tensor_type.h"

namespace ingot::backend::cpu::kernels {

/// y[i] = x[i] in another type: floats round to nearest even; integers truncate towards zero and
/// saturate, and are 0 for NaN.
using Conversion = void (*)(const void* x, void* y, int64_t count);

/// Null where neither type is f32, and for those without a vector form.
Conversion find_conversion(ir::DataType from, ir::DataType to);

}  // namespace ingot::backend::cpu::kernels
