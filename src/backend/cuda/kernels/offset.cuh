// Where an element of a tensor lies.
#pragma once

#include <cstdint>

namespace ingot::backend::cuda::kernels {

/// The offset of element `index`, in the order of `extents`, innermost first.
__device__ inline int64_t offset_of(int64_t index, int axes, const int64_t* extents,
                                    const int64_t* strides) {
  int64_t offset = 0;
  for (int axis = 0; axis < axes; ++axis) {
    offset += index % extents[axis] * strides[axis];
    index /= extents[axis];
  }
  return offset;
}

}  // namespace ingot::backend::cuda::kernels
