#pragma once

#include <span>

#include "backend/cuda/kernels/convolution.h"
#include "backend/problem.h"
#include "ops/window.h"

namespace ingot::backend::cuda {

/// No unless all is f32 and there are 1 to kernels::kMaxSpatial spatial axes, none of them beyond
/// 32 bits.
Support supports_window(const Problem& problem);

/// Fills the last of the kernel's axes with the window's over the spatial extents of `type`;
/// `output` has those of the result.
void put_axes(std::span<const ops::WindowAxis> axes, const ir::TensorType& type,
              const ir::TensorType& output, kernels::WindowAxis* to);

}  // namespace ingot::backend::cuda
