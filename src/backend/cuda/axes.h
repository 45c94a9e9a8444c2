#pragma once

#include <span>
#include <vector>

#include "backend/cuda/kernels/axis.h"
#include "backend/problem.h"

namespace ingot::backend::cuda {

using Extents = std::vector<int64_t>;

/// No unless the tensor has at most kernels::kMaxAxes axes.
Support supports_rank(const ir::TensorType& type);

/// Copies one number an axis into a kernel's array, innermost first.
void put_innermost_first(std::span<const int64_t> numbers, int64_t* array);

/// The shape seen as [outer, extent, inner] around an axis.
kernels::AxisShape axis_shape(const ir::Shape& shape, size_t axis);

}  // namespace ingot::backend::cuda
